package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	tikverr "github.com/tikv/client-go/v2/error"
	"github.com/tikv/client-go/v2/kv"
	"github.com/tikv/client-go/v2/tikv"
	"github.com/tikv/client-go/v2/txnkv/transaction"
)

var txnChecks = []check{
	{"tso", checkTso},
	{"txn-put-get", checkPutGet},
	{"txn-batch-get", checkBatchGet},
	{"txn-scan", checkScan},
	{"txn-delete", checkDelete},
	{"txn-delete-range", checkDeleteRange},
	{"txn-insert-exists", checkInsertExists},
	{"optimistic-conflict", checkOptimisticConflict},
	{"two-phase-many-keys", checkTwoPhase},
	{"async-commit", checkAsyncCommit},
	{"one-phase-commit", checkOnePhase},
	{"split-region", checkSplit},
}

var pipelinedChecks = []check{{"pipelined-flush", checkPipelined}}

func checkTso(_ context.Context, s *session) (string, error) {
	last := uint64(0)
	for range 100 {
		ts, err := s.timestamp()
		if err != nil {
			return "", err
		}
		if ts <= last {
			return "", fmt.Errorf("timestamp %d after %d", ts, last)
		}
		last = ts
	}
	return fmt.Sprint("100 rising timestamps, last ", last), nil
}

func checkPutGet(ctx context.Context, s *session) (string, error) {
	keys := s.spread("put-get")
	before, err := s.timestamp()
	if err != nil {
		return "", err
	}
	if err := s.expect(ctx, before, "", keys...); err != nil {
		return "", err
	}
	if _, err := s.write(ctx, "one", keys, nil); err != nil {
		return "", err
	}
	between, err := s.timestamp()
	if err != nil {
		return "", err
	}
	if _, err := s.write(ctx, "two", keys, nil); err != nil {
		return "", err
	}
	return "read before, between and after two commits", errors.Join(
		s.expect(ctx, before, "", keys...), s.expect(ctx, between, "one", keys...), s.expect(ctx, 0, "two", keys...))
}

func checkBatchGet(ctx context.Context, s *session) (string, error) {
	keys := s.many("batch-get", 500)
	if _, err := s.write(ctx, "batch", keys, nil); err != nil {
		return "", err
	}
	ts, err := s.timestamp()
	if err != nil {
		return "", err
	}
	found, err := s.store.GetSnapshot(ts).BatchGet(ctx, append(slices.Clone(keys), s.key("z", "absent")))
	if err != nil {
		return "", err
	}
	for _, key := range keys {
		if string(found[string(key)].Value) != "batch" {
			return "", fmt.Errorf("%q holds %q", key, found[string(key)].Value)
		}
	}
	return "500 keys", wanted(fmt.Errorf("%d found", len(found)), len(found) == len(keys), "500 values")
}

func checkScan(ctx context.Context, s *session) (string, error) {
	keys := s.many("scan", 1000)
	if _, err := s.write(ctx, "scan", keys, nil); err != nil {
		return "", err
	}
	slices.SortFunc(keys, bytes.Compare)
	for _, group := range groups {
		first, end := s.key(group, "scan/"), s.key(group, "scan0")
		rows := slices.DeleteFunc(slices.Clone(keys), func(k []byte) bool { return bytes.Compare(k, first) < 0 || bytes.Compare(k, end) >= 0 })
		if err := s.expectScan(first, end, rows, false); err != nil {
			return "", err
		}
		slices.Reverse(rows)
		if err := s.expectScan(first, end, rows, true); err != nil {
			return "", err
		}
	}
	// All groups at once, over whatever else lies between.
	count := 0
	err := s.scan(s.key("a", ""), s.key("v", ""), false, func(key []byte) {
		if bytes.Contains(key, []byte(s.run+"scan/")) {
			count++
		}
	})
	if err != nil || count != len(keys) {
		return "", fmt.Errorf("%d of %d rows over all regions, error %v", count, len(keys), err)
	}
	return fmt.Sprint(count, " rows, up and down"), nil
}

func (s *session) expectScan(first, end []byte, rows [][]byte, reverse bool) error {
	var got [][]byte
	if err := s.scan(first, end, reverse, func(key []byte) { got = append(got, key) }); err != nil {
		return err
	}
	if !slices.EqualFunc(got, rows, bytes.Equal) {
		return fmt.Errorf("scan of [%q, %q), reverse %t: %d rows instead of these %d in order", first, end, reverse, len(got), len(rows))
	}
	return nil
}

func (s *session) scan(first, end []byte, reverse bool, visit func([]byte)) error {
	ts, err := s.timestamp()
	if err != nil {
		return err
	}
	snapshot := s.store.GetSnapshot(ts)
	snapshot.SetScanBatchSize(64)
	rows, err := snapshot.Iter(first, end)
	if reverse {
		rows, err = snapshot.IterReverse(end, first)
	}
	if err != nil {
		return err
	}
	defer rows.Close()
	for ; rows.Valid() && err == nil; err = rows.Next() {
		visit(slices.Clone(rows.Key()))
	}
	return err
}

func checkDelete(ctx context.Context, s *session) (string, error) {
	keys := s.spread("delete")
	if _, err := s.write(ctx, "here", keys, nil); err != nil {
		return "", err
	}
	txn, err := s.store.Begin()
	if err != nil {
		return "", err
	}
	for _, key := range keys {
		if err := txn.Delete(key); err != nil {
			return "", err
		}
	}
	if _, err := commit(ctx, txn); err != nil {
		return "", err
	}
	return "gone now, there at the older timestamp", errors.Join(
		s.expect(ctx, 0, "", keys...), s.expect(ctx, txn.StartTS(), "here", keys...))
}

func checkDeleteRange(ctx context.Context, s *session) (string, error) {
	keys := [][]byte{s.key("a", "range/1"), s.key("a", "range/2")}
	kept := s.key("a", "range/3")
	if _, err := s.write(ctx, "here", append(slices.Clone(keys), kept), nil); err != nil {
		return "", err
	}
	if _, err := s.store.DeleteRange(ctx, keys[0], kept, 1); err != nil {
		return "", err
	}
	return "its end is kept", errors.Join(s.expect(ctx, 0, "", keys...), s.expect(ctx, 0, "here", kept))
}

func checkInsertExists(ctx context.Context, s *session) (string, error) {
	key := s.key("a", "insert")
	insert := func() error {
		txn, err := s.store.Begin()
		if err != nil {
			return err
		}
		if err := txn.GetMemBuffer().SetWithFlags(key, []byte("inserted"), kv.SetPresumeKeyNotExists); err != nil {
			return err
		}
		return txn.Commit(ctx)
	}
	if err := insert(); err != nil {
		return "", err
	}
	err := insert()
	return "the second insert is refused", wanted(err, tikverr.IsErrKeyExist(err), "a key-exists error")
}

func checkOptimisticConflict(ctx context.Context, s *session) (string, error) {
	keys := s.spread("conflict")
	late, err := s.store.Begin()
	if err != nil {
		return "", err
	}
	if _, err := s.write(ctx, "first", keys, nil); err != nil {
		return "", err
	}
	if err := late.Set(keys[0], []byte("late")); err != nil {
		return "", err
	}
	if err := late.Set(keys[1], []byte("late")); err != nil {
		return "", err
	}
	err = late.Commit(ctx)
	if err := wanted(err, tikverr.IsErrWriteConflict(err), "a write conflict"); err != nil {
		return "", err
	}
	return "the later commit is refused, nothing of it stays", s.expect(ctx, 0, "first", keys...)
}

func checkTwoPhase(ctx context.Context, s *session) (string, error) {
	keys := s.many("two-phase", s.options.keys)
	mode, err := s.write(ctx, "two-phase", keys, nil)
	if err != nil {
		return "", err
	}
	regions, err := s.regionsOf(ctx, keys)
	if err != nil {
		return "", err
	}
	if mode != "2pc" || regions < s.options.minRegions {
		return "", fmt.Errorf("committed by %s in %d regions", mode, regions)
	}
	ts, err := s.timestamp()
	if err != nil {
		return "", err
	}
	found, err := s.store.GetSnapshot(ts).BatchGet(ctx, keys)
	if err != nil || len(found) != len(keys) {
		return "", fmt.Errorf("%d of %d keys found, error %v", len(found), len(keys), err)
	}
	return fmt.Sprintf("%d keys in %d regions", len(keys), regions), nil
}

func checkAsyncCommit(ctx context.Context, s *session) (string, error) {
	return s.checkMode(ctx, "async_commit", s.spread("async"), func(txn *transaction.KVTxn) { txn.SetEnableAsyncCommit(true) })
}

func checkOnePhase(ctx context.Context, s *session) (string, error) {
	keys := [][]byte{s.key("a", "one-phase/1"), s.key("a", "one-phase/2")}
	return s.checkMode(ctx, "1pc", keys, func(txn *transaction.KVTxn) { txn.SetEnable1PC(true) })
}

func (s *session) checkMode(ctx context.Context, mode string, keys [][]byte, prepare func(*transaction.KVTxn)) (string, error) {
	for _, value := range []string{"one", "two"} {
		got, err := s.write(ctx, value, keys, prepare)
		if err != nil {
			return "", err
		}
		if got != mode {
			return "", fmt.Errorf("committed by %s instead of %s", got, mode)
		}
		if err := s.expect(ctx, 0, value, keys...); err != nil {
			return "", err
		}
	}
	return "twice, read at once after each", nil
}

func checkSplit(ctx context.Context, s *session) (string, error) {
	keys := [][]byte{s.key("a", "split/1"), s.key("a", "split/5"), s.key("a", "split/9")}
	if _, err := s.write(ctx, "before", keys, nil); err != nil {
		return "", err
	}
	made, err := s.store.SplitRegions(ctx, [][]byte{s.key("a", "split/3"), s.key("a", "split/7")}, false, nil)
	if err != nil {
		return "", err
	}
	// client-go hears of the new regions when the old one refuses a request.
	if _, err := s.write(ctx, "after", keys, nil); err != nil {
		return "", err
	}
	regions, err := s.regionsOf(ctx, keys)
	if err != nil {
		return "", err
	}
	if regions != len(keys) {
		return "", fmt.Errorf("keys lie in %d regions after the split", regions)
	}
	return fmt.Sprint("new regions ", made), s.expect(ctx, 0, "after", keys...)
}

// checkPipelined flushes in the middle, which client-go would do by itself only for far more data.
func checkPipelined(ctx context.Context, s *session) (string, error) {
	txn, err := s.store.Begin(tikv.WithDefaultPipelinedTxn())
	if err != nil {
		return "", err
	}
	keys := s.many("pipelined", s.options.keys)
	half := len(keys) / 2
	for i, key := range keys {
		if i == half {
			if _, err := txn.GetMemBuffer().Flush(true); err != nil {
				return "", err
			}
			if err := txn.GetMemBuffer().FlushWait(); err != nil {
				return "", err
			}
		}
		if err := txn.Set(key, []byte("flushed")); err != nil {
			return "", err
		}
	}
	own, err := txn.BatchGet(ctx, keys[:half])
	if err != nil || len(own) != half {
		return "", fmt.Errorf("%d of %d own flushed writes read, error %v", len(own), half, err)
	}
	if err := txn.Commit(ctx); err != nil {
		return "", err
	}
	return fmt.Sprint(len(keys), " keys in two flushes"), s.expect(ctx, 0, "flushed", keys...)
}
