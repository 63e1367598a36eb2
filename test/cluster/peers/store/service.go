package main

import (
	"context"
	"io"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/pingcap/kvproto/pkg/kvrpcpb"
	"github.com/pingcap/kvproto/pkg/tikvpb"
	"github.com/pingcap/tidb/pkg/store/mockstore/unistore/tikv"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// service is unistore with a BatchCommands that knows every command that unistore
// can answer, raw calls that store something, health feedback, and safe async
// commit and 1PC.
type service struct {
	unistore
	*rawStore
	// Held alone by a prewrite that may choose a commit timestamp, shared by reads.
	commitOrder sync.RWMutex
	commands    map[reflect.Type]command
	storeID     uint64
	feedbacks   atomic.Uint64
}

// unistore hides the server's methods one level deeper than those of service.
type unistore struct{ *tikv.Server }

func newService(store *tikv.Server, storeID uint64) *service {
	s := &service{unistore: unistore{store}, rawStore: newRawStore(), storeID: storeID}
	s.commands = commandsOf(s)
	return s
}

// KvPrewrite runs alone when it may choose a commit timestamp. Unistore takes
// that timestamp from PD before its lock can be seen, and has no max_ts: a read
// in between would miss a commit with a timestamp below its own.
func (s *service) KvPrewrite(ctx context.Context, q *kvrpcpb.PrewriteRequest) (*kvrpcpb.PrewriteResponse, error) {
	if q.UseAsyncCommit || q.TryOnePc {
		s.commitOrder.Lock()
		defer s.commitOrder.Unlock()
	}
	return s.Server.KvPrewrite(ctx, q)
}

func (s *service) KvGet(ctx context.Context, q *kvrpcpb.GetRequest) (*kvrpcpb.GetResponse, error) {
	s.commitOrder.RLock()
	defer s.commitOrder.RUnlock()
	return s.Server.KvGet(ctx, q)
}

func (s *service) KvBatchGet(ctx context.Context, q *kvrpcpb.BatchGetRequest) (*kvrpcpb.BatchGetResponse, error) {
	s.commitOrder.RLock()
	defer s.commitOrder.RUnlock()
	return s.Server.KvBatchGet(ctx, q)
}

func (s *service) KvScan(ctx context.Context, q *kvrpcpb.ScanRequest) (*kvrpcpb.ScanResponse, error) {
	s.commitOrder.RLock()
	defer s.commitOrder.RUnlock()
	return s.Server.KvScan(ctx, q)
}

// BroadcastTxnStatus tells of finished transactions ahead of their resolution. Taking no notice is correct.
func (s *service) BroadcastTxnStatus(context.Context, *kvrpcpb.BroadcastTxnStatusRequest) (*kvrpcpb.BroadcastTxnStatusResponse, error) {
	return &kvrpcpb.BroadcastTxnStatusResponse{}, nil
}

func (s *service) GetHealthFeedback(context.Context, *kvrpcpb.GetHealthFeedbackRequest) (*kvrpcpb.GetHealthFeedbackResponse, error) {
	return &kvrpcpb.GetHealthFeedbackResponse{HealthFeedback: s.feedback()}, nil
}

func (s *service) feedback() *kvrpcpb.HealthFeedback {
	return &kvrpcpb.HealthFeedback{StoreId: s.storeID, FeedbackSeqNo: s.feedbacks.Add(1), SlowScore: 1}
}

// command is one kind of request that BatchCommands may carry: the method that
// answers it, and the wrapper of its answer.
type command struct {
	method reflect.Value
	answer reflect.Type
}

// commandsOf pairs each request wrapper with a method and an answer wrapper, by
// the name of the one field of the wrappers ("Get": KvGet, answer "Get").
func commandsOf(s tikvpb.TikvServer) map[reflect.Type]command {
	answers := map[string]reflect.Type{}
	for _, wrapper := range (*tikvpb.BatchCommandsResponse_Response)(nil).XXX_OneofWrappers() {
		answer := reflect.TypeOf(wrapper).Elem()
		answers[answer.Field(0).Name] = answer
	}
	commands := map[reflect.Type]command{}
	for _, wrapper := range (*tikvpb.BatchCommandsRequest_Request)(nil).XXX_OneofWrappers() {
		request := reflect.TypeOf(wrapper)
		field := request.Elem().Field(0)
		answer, answered := answers[field.Name]
		for _, prefix := range []string{"Kv", "KV", ""} {
			method := reflect.ValueOf(s).MethodByName(prefix + field.Name)
			if answered && method.IsValid() && method.Type().In(1) == field.Type {
				commands[request] = command{method, answer}
			}
		}
	}
	return commands
}

// answer runs one command of a batch.
func (s *service) answer(ctx context.Context, q *tikvpb.BatchCommandsRequest_Request) (out *tikvpb.BatchCommandsResponse_Response, err error) {
	if q.GetEmpty() != nil {
		empty := &tikvpb.BatchCommandsEmptyResponse{TestId: q.GetEmpty().TestId}
		return &tikvpb.BatchCommandsResponse_Response{Cmd: &tikvpb.BatchCommandsResponse_Response_Empty{Empty: empty}}, nil
	}
	c, known := s.commands[reflect.TypeOf(q.Cmd)]
	if !known {
		return nil, status.Errorf(codes.Unimplemented, "command %T", q.Cmd)
	}
	defer func() {
		if p := recover(); p != nil {
			err = status.Errorf(codes.Unimplemented, "command %T: %v", q.Cmd, p)
		}
	}()
	results := c.method.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(q.Cmd).Elem().Field(0)})
	if failure, failed := results[1].Interface().(error); failed {
		return nil, failure
	}
	wrapper := reflect.New(c.answer)
	wrapper.Elem().Field(0).Set(results[0])
	out = &tikvpb.BatchCommandsResponse_Response{}
	reflect.ValueOf(out).Elem().FieldByName("Cmd").Set(wrapper)
	return out, nil
}

// BatchCommands answers in the order of completion, with all that is ready in
// one message. A command that fails as a call ends the stream, as in TiKV.
func (s *service) BatchCommands(stream tikvpb.Tikv_BatchCommandsServer) error {
	type done struct {
		id     uint64
		answer *tikvpb.BatchCommandsResponse_Response
		err    error
	}
	ctx, cancel := context.WithCancel(stream.Context())
	defer cancel()
	finished := make(chan done, 256)
	report := func(d done) {
		select {
		case finished <- d:
		case <-ctx.Done():
		}
	}
	go func() {
		for {
			batch, err := stream.Recv()
			if err != nil {
				report(done{err: err})
				return
			}
			for i, request := range batch.Requests {
				go func() {
					answer, err := s.answer(ctx, request)
					report(done{batch.RequestIds[i], answer, err})
				}()
			}
		}
	}()
	for {
		out := &tikvpb.BatchCommandsResponse{}
		for d := <-finished; ; d = <-finished {
			if d.err == io.EOF {
				return nil
			}
			if d.err != nil {
				return d.err
			}
			out.RequestIds = append(out.RequestIds, d.id)
			out.Responses = append(out.Responses, d.answer)
			if d.answer.GetGetHealthFeedback() != nil {
				out.HealthFeedback = s.feedback()
			}
			if len(finished) == 0 || len(out.Responses) == 256 {
				break
			}
		}
		if err := stream.Send(out); err != nil {
			return err
		}
	}
}
