package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pingcap/kvproto/pkg/kvrpcpb"
	"github.com/tikv/client-go/v2/config/retry"
	tikverr "github.com/tikv/client-go/v2/error"
	"github.com/tikv/client-go/v2/rawkv"
	"github.com/tikv/client-go/v2/tikv"
	"github.com/tikv/client-go/v2/txnkv/transaction"
	pd "github.com/tikv/pd/client"
	"github.com/tikv/pd/client/opt"
	"github.com/tikv/pd/client/pkg/caller"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// session is what the checks share: the clients, and a part of the key space of this run's own.
type session struct {
	options options
	store   *tikv.KVStore
	raw     *rawkv.Client
	run     string
}

// groups are the first letters of keys; a cluster split at m, n, t and u has a region for each.
var groups = []string{"a", "m", "n", "t", "u"}

func connect(o options) (*session, error) {
	addresses := names(o.pdAddresses)
	ctx, cancel := context.WithTimeout(context.Background(), o.timeout)
	defer cancel()
	// What is given up on connecting is left to the end of the process.
	pdClient, err := pd.NewClientWithContext(context.WithoutCancel(ctx), caller.Component("go-client"), addresses,
		pd.SecurityOption{}, opt.WithEnableRouterClient(o.router), opt.WithCustomTimeoutOption(10*time.Second))
	if err != nil {
		return nil, err
	}
	codec := tikv.NewCodecPDClient(tikv.ModeTxn, pdClient)
	rawOptions := []rawkv.ClientOpt{rawkv.WithPDOptions(opt.WithEnableRouterClient(o.router))}
	if o.keyspace != "" {
		if codec, err = tikv.NewCodecPDClientWithKeyspace(tikv.ModeTxn, pdClient, o.keyspace); err != nil {
			return nil, err
		}
		rawOptions = append(rawOptions, rawkv.WithAPIVersion(kvrpcpb.APIVersion_V2), rawkv.WithKeyspace(o.keyspace))
	}
	safePoints, err := safePointsOf(ctx, codec, addresses)
	if err != nil {
		return nil, err
	}
	id := fmt.Sprint("go-client-", pdClient.GetClusterID(ctx))
	store, err := tikv.NewKVStore(id, codec, safePoints, tikv.NewRPCClient(tikv.WithCodec(codec.GetCodec())))
	if err != nil {
		return nil, err
	}
	s := &session{options: o, store: store}
	if o.raw {
		if s.raw, err = rawkv.NewClientWithOpts(context.WithoutCancel(ctx), addresses, rawOptions...); err != nil {
			return nil, err
		}
	}
	ts, err := s.timestamp()
	s.run = fmt.Sprintf("go-client/%d/", ts)
	return s, err
}

// safePointsOf gives PD's etcd when PD has no GetGCState of its own to ask.
func safePointsOf(ctx context.Context, codec *tikv.CodecPDClient, addresses []string) (tikv.SafePointKV, error) {
	_, err := codec.GetGCStatesClient(uint32(codec.GetCodec().GetKeyspaceID())).GetGCState(ctx)
	if err == nil {
		return tikv.NewMockSafePointKV(), nil
	}
	if state, known := status.FromError(err); known && state.Code() == codes.Unimplemented {
		return tikv.NewEtcdSafePointKV(addresses, nil)
	}
	return nil, err
}

func (s *session) key(group, name string) []byte { return []byte(group + "-" + s.run + name) }

// spread gives one key per group, and so per region where the cluster is split so.
func (s *session) spread(name string) (keys [][]byte) {
	for _, group := range groups {
		keys = append(keys, s.key(group, name))
	}
	return keys
}

// many gives count keys, as many in each group.
func (s *session) many(name string, count int) (keys [][]byte) {
	for i := range count {
		keys = append(keys, s.key(groups[i%len(groups)], fmt.Sprintf("%s/%06d", name, i)))
	}
	return keys
}

func (s *session) timestamp() (uint64, error) { return s.store.CurrentTimestamp("global") }

func (s *session) regionsOf(ctx context.Context, keys [][]byte) (int, error) {
	seen := map[uint64]bool{}
	bo := retry.NewBackofferWithVars(ctx, 20000, nil)
	for _, key := range keys {
		at, err := s.store.GetRegionCache().LocateKey(bo, key)
		if err != nil {
			return 0, err
		}
		seen[at.Region.GetID()] = true
	}
	return len(seen), nil
}

// write commits value under each key, with what prepare makes of the transaction, and tells by which protocol.
func (s *session) write(ctx context.Context, value string, keys [][]byte, prepare func(*transaction.KVTxn)) (mode string, err error) {
	txn, err := s.store.Begin()
	if err != nil {
		return "", err
	}
	if prepare != nil {
		prepare(txn)
	}
	for _, key := range keys {
		if err := txn.Set(key, []byte(value)); err != nil {
			return "", err
		}
	}
	return commit(ctx, txn)
}

// commit commits txn and gives the protocol of it: 1pc, async_commit or 2pc.
func commit(ctx context.Context, txn *transaction.KVTxn) (mode string, err error) {
	var info transaction.TxnInfo
	txn.SetCommitCallback(func(text string, _ error) { _ = json.Unmarshal([]byte(text), &info) })
	err = txn.Commit(ctx)
	return info.TxnCommitMode, err
}

// expect reads keys at ts, 0 for now, and fails unless each holds value; empty stands for absent.
func (s *session) expect(ctx context.Context, ts uint64, value string, keys ...[]byte) error {
	if ts == 0 {
		var err error
		if ts, err = s.timestamp(); err != nil {
			return err
		}
	}
	snapshot := s.store.GetSnapshot(ts)
	for _, key := range keys {
		entry, err := snapshot.Get(ctx, key)
		if err != nil && !tikverr.IsErrNotFound(err) {
			return fmt.Errorf("get %q: %w", key, err)
		}
		if !bytes.Equal(entry.Value, []byte(value)) || tikverr.IsErrNotFound(err) != (value == "") {
			return fmt.Errorf("get %q at %d: %q instead of %q", key, ts, entry.Value, value)
		}
	}
	return nil
}

// wanted turns the absence of an error that had to come into one, and passes any other on.
func wanted(err error, right bool, what string) error {
	if right {
		return nil
	}
	if err == nil {
		return errors.New("no error where there had to be " + what)
	}
	return fmt.Errorf("%s was due, but: %s", what, strings.TrimSpace(err.Error()))
}
