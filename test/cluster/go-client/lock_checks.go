package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tikverr "github.com/tikv/client-go/v2/error"
	"github.com/tikv/client-go/v2/kv"
	"github.com/tikv/client-go/v2/txnkv/transaction"
)

var lockChecks = []check{
	{"pessimistic-commit", checkPessimistic},
	{"pessimistic-no-wait", checkNoWait},
	{"pessimistic-wait", checkWait},
	{"deadlock", checkDeadlock},
	{"read-behind-lock", checkReadBehindLock},
	{"resolve-killed-prewrite", checkKilledPrewrite},
	{"resolve-killed-primary-committed", checkKilledPrimary},
	{"resolve-killed-async-commit", checkKilledAsync},
}

func (s *session) beginPessimistic() (*transaction.KVTxn, error) {
	txn, err := s.store.Begin()
	if err == nil {
		txn.SetPessimistic(true)
	}
	return txn, err
}

// lock takes locks at a fresh for-update timestamp, again after each conflict, and gives the values under them.
func (s *session) lock(ctx context.Context, txn *transaction.KVTxn, waitMs int64, keys ...[]byte) (map[string]kv.ReturnedValue, error) {
	for {
		ts, err := s.timestamp()
		if err != nil {
			return nil, err
		}
		lockCtx := kv.NewLockCtx(ts, waitMs, time.Now())
		lockCtx.InitReturnValues(len(keys))
		if err := txn.LockKeys(ctx, lockCtx, keys...); !tikverr.IsErrWriteConflict(err) {
			return lockCtx.Values, err
		}
	}
}

func checkPessimistic(ctx context.Context, s *session) (string, error) {
	keys := s.spread("pessimistic")
	txn, err := s.beginPessimistic()
	if err != nil {
		return "", err
	}
	// Committed after the transaction's start: an optimistic one would conflict.
	if _, err := s.write(ctx, "newer", keys, nil); err != nil {
		return "", err
	}
	values, err := s.lock(ctx, txn, kv.LockAlwaysWait, keys...)
	if err != nil {
		return "", err
	}
	for _, key := range keys {
		if got := string(values[string(key)].Value); got != "newer" {
			return "", fmt.Errorf("lock of %q gave %q", key, got)
		}
		if err := txn.Set(key, []byte("mine")); err != nil {
			return "", err
		}
	}
	mode, err := commit(ctx, txn)
	if err != nil {
		return "", err
	}
	return "locks give the newest values; committed by " + mode, s.expect(ctx, 0, "mine", keys...)
}

func checkNoWait(ctx context.Context, s *session) (string, error) {
	key := s.key("m", "no-wait")
	holder, err := s.beginPessimistic()
	if err != nil {
		return "", err
	}
	other, err := s.beginPessimistic()
	if err != nil {
		return "", err
	}
	if _, err := s.lock(ctx, holder, kv.LockAlwaysWait, key); err != nil {
		return "", err
	}
	_, err = s.lock(ctx, other, kv.LockNoWait, key)
	if err := wanted(err, errors.Is(err, tikverr.ErrLockAcquireFailAndNoWaitSet), "a refusal to wait"); err != nil {
		return "", err
	}
	_, err = s.lock(ctx, other, 300, key)
	if err := wanted(err, errors.Is(err, tikverr.ErrLockWaitTimeout), "a lock-wait timeout"); err != nil {
		return "", err
	}
	if err := holder.Rollback(); err != nil {
		return "", err
	}
	_, err = s.lock(ctx, other, kv.LockAlwaysWait, key)
	return "refused, timed out after 300 ms, had after the rollback", errors.Join(err, other.Rollback())
}

func checkWait(ctx context.Context, s *session) (string, error) {
	key := s.key("n", "wait")
	holder, err := s.beginPessimistic()
	if err != nil {
		return "", err
	}
	waiter, err := s.beginPessimistic()
	if err != nil {
		return "", err
	}
	if _, err := s.lock(ctx, holder, kv.LockAlwaysWait, key); err != nil {
		return "", err
	}
	type result struct {
		values map[string]kv.ReturnedValue
		err    error
	}
	locked := make(chan result, 1)
	go func() {
		values, err := s.lock(ctx, waiter, kv.LockAlwaysWait, key)
		locked <- result{values, err}
	}()
	select {
	case got := <-locked:
		return "", fmt.Errorf("a lock held by another was given: %v", got)
	case <-time.After(300 * time.Millisecond):
	}
	if err := holder.Set(key, []byte("holder")); err != nil {
		return "", err
	}
	if _, err := commit(ctx, holder); err != nil {
		return "", err
	}
	got := <-locked
	if got.err != nil || string(got.values[string(key)].Value) != "holder" {
		return "", fmt.Errorf("the waiter got %v", got)
	}
	if err := waiter.Set(key, []byte("waiter")); err != nil {
		return "", err
	}
	if _, err := commit(ctx, waiter); err != nil {
		return "", err
	}
	return "woken by the commit, sees its value", s.expect(ctx, 0, "waiter", key)
}

func checkDeadlock(ctx context.Context, s *session) (string, error) {
	keys := [][]byte{s.key("a", "deadlock"), s.key("t", "deadlock")}
	var txns [2]*transaction.KVTxn
	for i := range txns {
		txn, err := s.beginPessimistic()
		if err != nil {
			return "", err
		}
		if _, err := s.lock(ctx, txn, kv.LockAlwaysWait, keys[i]); err != nil {
			return "", err
		}
		txns[i] = txn
	}
	type result struct {
		who int
		err error
	}
	ended := make(chan result, 2)
	for i, txn := range txns {
		go func() {
			_, err := s.lock(ctx, txn, kv.LockAlwaysWait, keys[1-i])
			ended <- result{i, err}
		}()
	}
	first := <-ended
	var deadlock *tikverr.ErrDeadlock
	if err := wanted(first.err, errors.As(first.err, &deadlock), "a deadlock"); err != nil {
		return "", err
	}
	if err := txns[first.who].Rollback(); err != nil {
		return "", err
	}
	second := <-ended
	return "one is told, the other goes on", errors.Join(second.err, txns[second.who].Rollback())
}

// prewrite leaves keys locked with value by a transaction that is not committed yet.
func (s *session) prewrite(ctx context.Context, value string, ttl time.Duration, async bool, keys [][]byte) (transaction.CommitterProbe, error) {
	var none transaction.CommitterProbe
	txn, err := s.store.Begin()
	if err != nil {
		return none, err
	}
	for _, key := range keys {
		if err := txn.Set(key, []byte(value)); err != nil {
			return none, err
		}
	}
	committer, err := transaction.TxnProbe{KVTxn: txn}.NewCommitter(0)
	if err != nil {
		return none, err
	}
	committer.SetLockTTL(uint64(ttl.Milliseconds()))
	if async {
		ts, err := s.timestamp()
		if err != nil {
			return none, err
		}
		committer.SetUseAsyncCommit()
		committer.SetMinCommitTS(ts + 1)
		committer.SetMaxCommitTS(ts + uint64(time.Minute.Milliseconds())<<18)
	}
	return committer, committer.PrewriteAllMutations(ctx)
}

func checkReadBehindLock(ctx context.Context, s *session) (string, error) {
	keys := s.spread("behind")
	if _, err := s.write(ctx, "old", keys, nil); err != nil {
		return "", err
	}
	committer, err := s.prewrite(ctx, "new", 20*time.Second, false, keys)
	if err != nil {
		return "", err
	}
	began := time.Now()
	readAt, err := s.timestamp()
	if err != nil {
		return "", err
	}
	if err := s.expect(ctx, readAt, "old", keys...); err != nil {
		return "", err
	}
	took := time.Since(began)
	if took > 5*time.Second {
		return "", fmt.Errorf("reads waited %s for a lock that they may pass", took)
	}
	commitTs, err := s.timestamp()
	if err != nil {
		return "", err
	}
	committer.SetCommitTS(commitTs)
	if err := committer.CommitMutations(ctx); err != nil {
		return "", err
	}
	return fmt.Sprintf("old values in %d ms, new ones once the primary is committed", took.Milliseconds()),
		errors.Join(s.expect(ctx, 0, "new", keys...), s.expect(ctx, readAt, "old", keys...))
}

func checkKilledPrewrite(ctx context.Context, s *session) (string, error) {
	return s.checkKilled(ctx, "prewrite", "old")
}

func checkKilledPrimary(ctx context.Context, s *session) (string, error) {
	return s.checkKilled(ctx, "primary", "new")
}

func checkKilledAsync(ctx context.Context, s *session) (string, error) {
	return s.checkKilled(ctx, "async", "new")
}

// checkKilled lets another process die at a step of its commit of "new", and finds what stays.
func (s *session) checkKilled(ctx context.Context, step, outcome string) (string, error) {
	keys := s.spread("killed-" + step)
	if _, err := s.write(ctx, "old", keys, nil); err != nil {
		return "", err
	}
	if err := s.orphan(ctx, step, keys); err != nil {
		return "", err
	}
	began := time.Now()
	// The primary comes last: the secondaries must lead to it.
	backwards := slices.Clone(keys)
	slices.Reverse(backwards)
	for time.Since(began) < orphanTtl+500*time.Millisecond {
		if err := s.expect(ctx, 0, outcome, backwards...); err != nil {
			return "", err
		}
		time.Sleep(100 * time.Millisecond)
	}
	if _, err := s.write(ctx, "after", keys, nil); err != nil {
		return "", err
	}
	return fmt.Sprintf("%q is read while the locks live and after, then overwritten", outcome), s.expect(ctx, 0, "after", keys...)
}
