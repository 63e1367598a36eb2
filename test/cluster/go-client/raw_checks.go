package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc64"
	"slices"

	"github.com/tikv/client-go/v2/rawkv"
)

var rawChecks = []check{
	{"raw-put-get", checkRawPutGet},
	{"raw-batch", checkRawBatch},
	{"raw-scan", checkRawScan},
	{"raw-delete-range", checkRawDeleteRange},
	{"raw-compare-and-swap", checkRawCas},
	{"raw-ttl", checkRawTtl},
	{"raw-checksum", checkRawChecksum},
}

// expectRaw fails unless each key holds value; nil stands for absent.
func (s *session) expectRaw(ctx context.Context, value []byte, keys ...[]byte) error {
	for _, key := range keys {
		got, err := s.raw.Get(ctx, key)
		if err != nil {
			return fmt.Errorf("raw get %q: %w", key, err)
		}
		if (got == nil) != (value == nil) || !bytes.Equal(got, value) {
			return fmt.Errorf("raw get %q: %q instead of %q", key, got, value)
		}
	}
	return nil
}

func checkRawPutGet(ctx context.Context, s *session) (string, error) {
	keys := s.spread("raw-put-get")
	if err := s.expectRaw(ctx, nil, keys...); err != nil {
		return "", err
	}
	for _, value := range []string{"one", "two"} {
		for _, key := range keys {
			if err := s.raw.Put(ctx, key, []byte(value)); err != nil {
				return "", err
			}
		}
		if err := s.expectRaw(ctx, []byte(value), keys...); err != nil {
			return "", err
		}
	}
	for _, key := range keys {
		if err := s.raw.Delete(ctx, key); err != nil {
			return "", err
		}
	}
	return "put, overwritten, deleted", s.expectRaw(ctx, nil, keys...)
}

// fill puts count keys in batches, and gives them in order.
func (s *session) fill(ctx context.Context, name string, count int) (keys, values [][]byte, err error) {
	keys = s.many(name, count)
	slices.SortFunc(keys, bytes.Compare)
	for _, key := range keys {
		values = append(values, append([]byte("of "), key...))
	}
	return keys, values, s.raw.BatchPut(ctx, keys, values)
}

func checkRawBatch(ctx context.Context, s *session) (string, error) {
	keys, values, err := s.fill(ctx, "raw-batch", 1000)
	if err != nil {
		return "", err
	}
	got, err := s.raw.BatchGet(ctx, keys)
	if err != nil {
		return "", err
	}
	if !slices.EqualFunc(got, values, bytes.Equal) {
		return "", errors.New("batch get gave other values than were put")
	}
	if err := s.raw.BatchDelete(ctx, keys); err != nil {
		return "", err
	}
	got, err = s.raw.BatchGet(ctx, keys)
	left := slices.ContainsFunc(got, func(value []byte) bool { return value != nil })
	if err != nil || left {
		return "", fmt.Errorf("values left after the batch delete: %t, error %v", left, err)
	}
	return "1000 keys", nil
}

func checkRawScan(ctx context.Context, s *session) (string, error) {
	keys, values, err := s.fill(ctx, "raw-scan", 500)
	if err != nil {
		return "", err
	}
	for i, group := range groups {
		first, end := s.key(group, "raw-scan/"), s.key(group, "raw-scan0")
		rows, columns := slices.Clone(keys[i*100:(i+1)*100]), slices.Clone(values[i*100:(i+1)*100])
		gotKeys, gotValues, err := s.raw.Scan(ctx, first, end, 1000)
		if err != nil || !slices.EqualFunc(gotKeys, rows, bytes.Equal) || !slices.EqualFunc(gotValues, columns, bytes.Equal) {
			return "", fmt.Errorf("scan of %q: %d rows, error %v", first, len(gotKeys), err)
		}
		slices.Reverse(rows)
		gotKeys, _, err = s.raw.ReverseScan(ctx, end, first, 1000)
		if err != nil || !slices.EqualFunc(gotKeys, rows, bytes.Equal) {
			return "", fmt.Errorf("reverse scan of %q: %d rows, error %v", first, len(gotKeys), err)
		}
	}
	return "500 rows, up and down", nil
}

func checkRawDeleteRange(ctx context.Context, s *session) (string, error) {
	keys, values, err := s.fill(ctx, "raw-range", 50)
	if err != nil {
		return "", err
	}
	if err := s.raw.DeleteRange(ctx, keys[0], keys[len(keys)-1]); err != nil {
		return "", err
	}
	last := len(keys) - 1
	return "its end is kept", errors.Join(s.expectRaw(ctx, nil, keys[:last]...), s.expectRaw(ctx, values[last], keys[last]))
}

func checkRawCas(ctx context.Context, s *session) (string, error) {
	key := s.key("u", "raw-cas")
	s.raw.SetAtomicForCAS(true)
	defer s.raw.SetAtomicForCAS(false)
	steps := []struct {
		expected, value, previous []byte
		swapped                   bool
	}{
		{[]byte("none"), []byte("zero"), nil, false},
		{nil, []byte("one"), nil, true},
		{nil, []byte("two"), []byte("one"), false},
		{[]byte("other"), []byte("two"), []byte("one"), false},
		{[]byte("one"), []byte("two"), []byte("one"), true},
	}
	for i, step := range steps {
		previous, swapped, err := s.raw.CompareAndSwap(ctx, key, step.expected, step.value)
		if err != nil || swapped != step.swapped || !bytes.Equal(previous, step.previous) {
			return "", fmt.Errorf("step %d: swapped %t, previous %q, error %v", i, swapped, previous, err)
		}
	}
	return fmt.Sprint(len(steps), " swaps, two of them due"), s.expectRaw(ctx, []byte("two"), key)
}

func checkRawTtl(ctx context.Context, s *session) (string, error) {
	key := s.key("m", "raw-ttl")
	if err := s.raw.PutWithTTL(ctx, key, []byte("short"), 1000); err != nil {
		return "", err
	}
	ttl, err := s.raw.GetKeyTTL(ctx, key)
	if err != nil || ttl == nil || *ttl == 0 || *ttl > 1000 {
		return "", fmt.Errorf("TTL %v, error %v", ttl, err)
	}
	absent, err := s.raw.GetKeyTTL(ctx, s.key("m", "raw-ttl-absent"))
	if err != nil || absent != nil {
		return "", fmt.Errorf("TTL of an absent key %v, error %v", absent, err)
	}
	return fmt.Sprintf("%d of 1000 s left", *ttl), nil
}

// checkRawChecksum computes the sums itself, except in a keyspace, whose prefix is part of the sum.
func checkRawChecksum(ctx context.Context, s *session) (string, error) {
	keys, _, err := s.fill(ctx, "raw-sum", 100)
	if err != nil {
		return "", err
	}
	// The sum is linear: values that only differ by a counter cancel out.
	table := crc64.MakeTable(crc64.ECMA)
	prefixBytes := 0
	if s.options.keyspace != "" {
		prefixBytes = 4
	}
	var due rawkv.RawChecksum
	for i, key := range keys[:20] {
		value := fmt.Append(nil, i*i*i*7919)
		if err := s.raw.Put(ctx, key, value); err != nil {
			return "", err
		}
		due.Crc64Xor ^= crc64.Update(crc64.Checksum(key, table), table, value)
		due.TotalKvs++
		due.TotalBytes += uint64(prefixBytes + len(key) + len(value))
	}
	first, end := s.key("a", "raw-sum/"), s.key("a", "raw-sum0")
	whole, err := s.raw.Checksum(ctx, first, end)
	if err != nil {
		return "", err
	}
	low, err := s.raw.Checksum(ctx, first, keys[10])
	if err != nil {
		return "", err
	}
	high, err := s.raw.Checksum(ctx, keys[10], end)
	if err != nil {
		return "", err
	}
	if s.options.keyspace != "" {
		due.Crc64Xor = low.Crc64Xor ^ high.Crc64Xor
	}
	if whole != due || whole.Crc64Xor != low.Crc64Xor^high.Crc64Xor {
		return "", fmt.Errorf("%+v of the whole instead of %+v, %+v and %+v of its parts", whole, due, low, high)
	}
	return fmt.Sprintf("%x of 20 pairs, as a whole and in two parts", whole.Crc64Xor), nil
}
