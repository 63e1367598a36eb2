package main

import (
	"context"
	"hash/crc64"
	"sync"
	"time"

	"github.com/google/btree"
	"github.com/pingcap/kvproto/pkg/kvrpcpb"
)

// rawStore holds the raw key space in memory. It answers as TiKV does, except
// that it looks at no region: a raw call never meets a stale epoch here.
type rawStore struct {
	lock    sync.RWMutex
	entries *btree.BTreeG[entry]
}

// entry is found by place: column family, a zero byte, key.
type entry struct {
	place         string
	key, value    []byte
	expiresAtSecs int64 // Unix time, 0 for never
}

func (e entry) alive() bool { return e.expiresAtSecs == 0 || e.expiresAtSecs > time.Now().Unix() }

func newRawStore() *rawStore {
	return &rawStore{entries: btree.NewG(32, func(a, b entry) bool { return a.place < b.place })}
}

func placeOf(cf string, key []byte) string {
	if cf == "" {
		cf = "default"
	}
	return cf + "\x00" + string(key)
}

// endOf is the place after the last one of a range; an empty key is the end of its column family.
func endOf(cf string, key []byte) string {
	if len(key) > 0 {
		return placeOf(cf, key)
	}
	family := placeOf(cf, nil)
	return family[:len(family)-1] + "\x01"
}

func (s *rawStore) read(cf string, key []byte) (entry, bool) {
	e, found := s.entries.Get(entry{place: placeOf(cf, key)})
	if !found || !e.alive() {
		return entry{}, false
	}
	return e, true
}

func (s *rawStore) write(cf string, key, value []byte, ttlSecs uint64) {
	e := entry{place: placeOf(cf, key), key: key, value: value}
	if ttlSecs > 0 {
		e.expiresAtSecs = time.Now().Unix() + int64(ttlSecs)
	}
	s.entries.ReplaceOrInsert(e)
}

func (s *rawStore) erase(cf string, key []byte) { s.entries.Delete(entry{place: placeOf(cf, key)}) }

// collect gives what is alive in [lower, upper), going down from its end when reverse.
func (s *rawStore) collect(lower, upper string, limit uint32, reverse, keysOnly bool) (pairs []*kvrpcpb.KvPair) {
	visit := func(e entry) bool {
		if e.place == upper || !e.alive() {
			return true
		}
		if e.place < lower || uint32(len(pairs)) >= limit {
			return false
		}
		pair := &kvrpcpb.KvPair{Key: e.key}
		if !keysOnly {
			pair.Value = e.value
		}
		pairs = append(pairs, pair)
		return true
	}
	if reverse {
		s.entries.DescendLessOrEqual(entry{place: upper}, visit)
	} else {
		s.entries.AscendRange(entry{place: lower}, entry{place: upper}, visit)
	}
	return pairs
}

// scan reads a range as the protocol gives it: a reverse scan starts at its upper end.
func (s *rawStore) scan(cf string, start, end []byte, limit uint32, reverse, keysOnly bool) []*kvrpcpb.KvPair {
	if reverse {
		start, end = end, start
	}
	return s.collect(placeOf(cf, start), endOf(cf, end), limit, reverse, keysOnly)
}

func (s *rawStore) RawGet(_ context.Context, q *kvrpcpb.RawGetRequest) (*kvrpcpb.RawGetResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	e, found := s.read(q.Cf, q.Key)
	if !found {
		return &kvrpcpb.RawGetResponse{NotFound: true}, nil
	}
	return &kvrpcpb.RawGetResponse{Value: e.value}, nil
}

func (s *rawStore) RawBatchGet(_ context.Context, q *kvrpcpb.RawBatchGetRequest) (*kvrpcpb.RawBatchGetResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	out := &kvrpcpb.RawBatchGetResponse{}
	for _, key := range q.Keys {
		if e, found := s.read(q.Cf, key); found {
			out.Pairs = append(out.Pairs, &kvrpcpb.KvPair{Key: key, Value: e.value})
		}
	}
	return out, nil
}

func (s *rawStore) RawGetKeyTTL(_ context.Context, q *kvrpcpb.RawGetKeyTTLRequest) (*kvrpcpb.RawGetKeyTTLResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	e, found := s.read(q.Cf, q.Key)
	if !found {
		return &kvrpcpb.RawGetKeyTTLResponse{NotFound: true}, nil
	}
	if e.expiresAtSecs == 0 {
		return &kvrpcpb.RawGetKeyTTLResponse{}, nil
	}
	return &kvrpcpb.RawGetKeyTTLResponse{Ttl: uint64(e.expiresAtSecs - time.Now().Unix())}, nil
}

func (s *rawStore) RawPut(_ context.Context, q *kvrpcpb.RawPutRequest) (*kvrpcpb.RawPutResponse, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.write(q.Cf, q.Key, q.Value, q.Ttl)
	return &kvrpcpb.RawPutResponse{}, nil
}

func (s *rawStore) RawBatchPut(_ context.Context, q *kvrpcpb.RawBatchPutRequest) (*kvrpcpb.RawBatchPutResponse, error) {
	if len(q.Ttls) > 1 && len(q.Ttls) != len(q.Pairs) {
		return &kvrpcpb.RawBatchPutResponse{Error: "The length of ttls does not equal to the length of pairs"}, nil
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	for i, pair := range q.Pairs {
		ttlSecs := q.Ttl
		if len(q.Ttls) > 0 {
			ttlSecs = q.Ttls[i%len(q.Ttls)]
		}
		s.write(q.Cf, pair.Key, pair.Value, ttlSecs)
	}
	return &kvrpcpb.RawBatchPutResponse{}, nil
}

func (s *rawStore) RawDelete(_ context.Context, q *kvrpcpb.RawDeleteRequest) (*kvrpcpb.RawDeleteResponse, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.erase(q.Cf, q.Key)
	return &kvrpcpb.RawDeleteResponse{}, nil
}

func (s *rawStore) RawBatchDelete(_ context.Context, q *kvrpcpb.RawBatchDeleteRequest) (*kvrpcpb.RawBatchDeleteResponse, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, key := range q.Keys {
		s.erase(q.Cf, key)
	}
	return &kvrpcpb.RawBatchDeleteResponse{}, nil
}

func (s *rawStore) RawDeleteRange(_ context.Context, q *kvrpcpb.RawDeleteRangeRequest) (*kvrpcpb.RawDeleteRangeResponse, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, pair := range s.scan(q.Cf, q.StartKey, q.EndKey, 1<<31, false, true) {
		s.erase(q.Cf, pair.Key)
	}
	return &kvrpcpb.RawDeleteRangeResponse{}, nil
}

func (s *rawStore) RawScan(_ context.Context, q *kvrpcpb.RawScanRequest) (*kvrpcpb.RawScanResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	return &kvrpcpb.RawScanResponse{Kvs: s.scan(q.Cf, q.StartKey, q.EndKey, q.Limit, q.Reverse, q.KeyOnly)}, nil
}

func (s *rawStore) RawBatchScan(_ context.Context, q *kvrpcpb.RawBatchScanRequest) (*kvrpcpb.RawBatchScanResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	out := &kvrpcpb.RawBatchScanResponse{}
	for _, r := range q.Ranges {
		out.Kvs = append(out.Kvs, s.scan(q.Cf, r.StartKey, r.EndKey, q.EachLimit, q.Reverse, q.KeyOnly)...)
	}
	return out, nil
}

func (s *rawStore) RawCompareAndSwap(_ context.Context, q *kvrpcpb.RawCASRequest) (*kvrpcpb.RawCASResponse, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	e, found := s.read(q.Cf, q.Key)
	if q.PreviousNotExist == found || found && string(e.value) != string(q.PreviousValue) {
		return &kvrpcpb.RawCASResponse{PreviousNotExist: !found, PreviousValue: e.value}, nil
	}
	if q.Delete {
		s.erase(q.Cf, q.Key)
	} else {
		s.write(q.Cf, q.Key, q.Value, q.Ttl)
	}
	return &kvrpcpb.RawCASResponse{Succeed: true, PreviousNotExist: !found, PreviousValue: e.value}, nil
}

// RawChecksum is the exclusive or of each pair's CRC-64/XZ, over the default column family.
func (s *rawStore) RawChecksum(_ context.Context, q *kvrpcpb.RawChecksumRequest) (*kvrpcpb.RawChecksumResponse, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	table := crc64.MakeTable(crc64.ECMA)
	out := &kvrpcpb.RawChecksumResponse{}
	for _, r := range q.Ranges {
		for _, pair := range s.scan("", r.StartKey, r.EndKey, 1<<31, false, false) {
			out.Checksum ^= crc64.Update(crc64.Checksum(pair.Key, table), table, pair.Value)
			out.TotalKvs++
			out.TotalBytes += uint64(len(pair.Key) + len(pair.Value))
		}
	}
	return out, nil
}
