// The store of the real-peer tests: TiDB's unistore, which looks like a TiKV to
// its clients, as the only store of a real PD. Storage and regions are
// unistore's own; service.go, raw.go and pd.go add what it lacks as a server by itself.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pingcap/kvproto/pkg/pdpb"
	"github.com/pingcap/kvproto/pkg/tikvpb"
	"github.com/pingcap/log"
	"github.com/pingcap/tidb/pkg/store/mockstore/unistore/config"
	"github.com/pingcap/tidb/pkg/store/mockstore/unistore/server"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

type options struct {
	pdAddresses  string
	address      string
	dataDir      string
	regionSizeKb int64
	memtableMb   int64
	logLevel     string
}

func main() {
	var o options
	flag.StringVar(&o.pdAddresses, "pd", "", "client addresses of PD, separated by commas")
	flag.StringVar(&o.address, "addr", "", "host:port to serve on, also told to PD")
	flag.StringVar(&o.dataDir, "data-dir", "", "folder for the data, made when missing")
	flag.Int64Var(&o.regionSizeKb, "region-size-kb", 64<<10, "size that a region is split to; the split comes at half as much again")
	flag.Int64Var(&o.memtableMb, "memtable-mb", 1024, "size of the memtable: more data than this is written out as tables")
	flag.StringVar(&o.logLevel, "log-level", "warn", "log level")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "store:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if o.pdAddresses == "" || o.address == "" || o.dataDir == "" {
		return fmt.Errorf("--pd, --addr and --data-dir are needed")
	}
	logger, properties, err := log.InitLogger(&log.Config{Level: o.logLevel})
	if err != nil {
		return err
	}
	log.ReplaceGlobals(logger, properties)
	if err := os.MkdirAll(filepath.Join(o.dataDir, "kv"), 0o755); err != nil {
		return err
	}
	// The port is open before PD hears of it: who learns the address from PD can connect.
	listener, err := net.Listen("tcp", o.address)
	if err != nil {
		return err
	}
	pdClient, err := connectPd(strings.Split(o.pdAddresses, ","))
	if err != nil {
		return err
	}
	defer pdClient.Close()
	store, err := server.New(configOf(o), pdClient)
	if err != nil {
		return err
	}
	defer store.Stop()
	storeID, err := store.GetStoreIDByAddr(o.address)
	if err != nil {
		return err
	}

	grpcServer := grpc.NewServer(
		grpc.MaxRecvMsgSize(64<<20),
		grpc.MaxSendMsgSize(64<<20),
		grpc.InitialWindowSize(1<<26),
		grpc.InitialConnWindowSize(1<<28),
		// Clients ping idle connections too, client-go every 10 s.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Second, PermitWithoutStream: true}),
		grpc.UnaryInterceptor(withoutPanic),
	)
	tikvpb.RegisterTikvServer(grpcServer, newService(store, storeID))
	// Clients ask for a store's health before they come back to it after a failure.
	grpc_health_v1.RegisterHealthServer(grpcServer, health.NewServer())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-signals
		grpcServer.Stop()
	}()
	// Unistore's own first heartbeat comes after 3 s; until one does, PD takes the store for down.
	stats := &pdpb.StoreStats{StoreId: storeID, Capacity: 2 << 30, Available: 1 << 30}
	if err := pdClient.StoreHeartbeat(context.Background(), stats); err != nil {
		return err
	}
	fmt.Println("store: serving on", o.address)
	return grpcServer.Serve(listener)
}

func configOf(o options) *config.Config {
	c := config.DefaultConf
	c.Server.PDAddr = o.pdAddresses
	c.Server.StoreAddr = o.address
	c.Server.Raft = false
	c.Server.RegionSize = o.regionSizeKb << 10
	c.Engine.DBPath = o.dataDir
	// Tables are cut at the prefixes of TiDB's keys. Any other key gets a file of
	// its own, until there are no descriptors left; so all stays in the memtable.
	c.Engine.VolatileMode = true
	c.Engine.MaxMemTableSize = o.memtableMb << 20
	return &c
}

// withoutPanic turns the panic by which unistore says "not implemented" into
// that status, so that one such call does not end the process.
func withoutPanic(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (_ any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = status.Errorf(codes.Unimplemented, "%s: %v", info.FullMethod, p)
		}
	}()
	return handle(ctx, request)
}
