// go-client drives a cluster through client-go, the Go client of TiKV, and tells
// by one JSON line per check whether the cluster behaves towards a foreign client.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pingcap/log"
	"go.uber.org/zap/zapcore"
)

type options struct {
	pdAddresses string
	keyspace    string
	only, skip  string
	raw         bool
	router      bool
	list        bool
	keys        int
	minRegions  int
	timeout     time.Duration
	logLevel    string
	orphan      string
	orphanKeys  string
}

type check struct {
	name string
	run  func(context.Context, *session) (detail string, err error)
}

type verdict struct {
	Name   string `json:"name"`
	Ok     bool   `json:"ok"`
	Detail string `json:"detail"`
}

func main() {
	var o options
	flag.StringVar(&o.pdAddresses, "pd", "127.0.0.1:2379", "client addresses of PD, separated by commas")
	flag.StringVar(&o.keyspace, "keyspace", "", "keyspace to use with API v2; API v1 when empty")
	flag.StringVar(&o.only, "only", "", "names of the checks to run, separated by commas; all when empty")
	flag.StringVar(&o.skip, "skip", "", "names of the checks to leave out")
	flag.BoolVar(&o.raw, "raw", false, "run the raw checks too")
	flag.BoolVar(&o.router, "router", false, "ask PD for regions by its QueryRegion stream; a PD of before 2025 has none")
	flag.BoolVar(&o.list, "list", false, "print the names of the checks and end")
	flag.IntVar(&o.keys, "keys", 2000, "keys of the large transactions")
	flag.IntVar(&o.minRegions, "min-regions", 1, "regions that the keys of a large transaction must lie in")
	flag.DurationVar(&o.timeout, "timeout", time.Minute, "time for one check")
	flag.StringVar(&o.logLevel, "log-level", "fatal", "level of client-go's log, which goes to stderr")
	flag.StringVar(&o.orphan, "orphan", "", "internal: leave locks behind and be killed")
	flag.StringVar(&o.orphanKeys, "orphan-keys", "", "internal: the keys of --orphan")
	flag.Parse()
	if err := setLog(o.logLevel); err != nil {
		usage(err)
	}
	if o.orphan != "" {
		fmt.Fprintln(os.Stderr, "go-client:", leaveOrphan(o))
		os.Exit(1)
	}
	checks, err := choose(o)
	if err != nil {
		usage(err)
	}
	if o.list {
		for _, c := range checks {
			fmt.Println(c.name)
		}
		return
	}
	if !runAll(o, checks) {
		os.Exit(1)
	}
}

func usage(err error) {
	fmt.Fprintln(os.Stderr, "go-client:", err)
	os.Exit(2)
}

func setLog(level string) error {
	stderr := zapcore.Lock(os.Stderr)
	logger, properties, err := log.InitLoggerWithWriteSyncer(&log.Config{Level: level}, stderr, stderr)
	if err == nil {
		log.ReplaceGlobals(logger, properties)
	}
	return err
}

// choose gives the checks asked for, in their own order.
func choose(o options) ([]check, error) {
	all := slices.Concat(txnChecks, lockChecks)
	// This version of client-go flushes keys without the prefix of their keyspace, and then commits nothing.
	if o.keyspace == "" {
		all = append(all, pipelinedChecks...)
	}
	if o.raw || o.list {
		all = append(all, rawChecks...)
	}
	only, skip := names(o.only), names(o.skip)
	for _, name := range slices.Concat(only, skip) {
		if !slices.ContainsFunc(all, func(c check) bool { return c.name == name }) {
			return nil, fmt.Errorf("no check is called %q (raw checks need --raw, pipelined-flush goes without --keyspace)", name)
		}
	}
	return slices.DeleteFunc(all, func(c check) bool {
		return slices.Contains(skip, c.name) || len(only) > 0 && !slices.Contains(only, c.name)
	}), nil
}

func names(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

func runAll(o options, checks []check) (ok bool) {
	lines := json.NewEncoder(os.Stdout)
	s, err := connect(o)
	if err != nil {
		_ = lines.Encode(verdict{Name: "connect", Detail: err.Error()})
		return false
	}
	ok = true
	for _, c := range checks {
		v := runOne(o, s, c)
		ok = ok && v.Ok
		_ = lines.Encode(v)
	}
	return ok
}

// runOne gives up on a check that ignores its deadline: client-go does in places.
func runOne(o options, s *session, c check) verdict {
	ctx, cancel := context.WithTimeout(context.Background(), o.timeout)
	defer cancel()
	done := make(chan verdict, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- verdict{Name: c.name, Detail: fmt.Sprint("panic: ", p)}
			}
		}()
		detail, err := c.run(ctx, s)
		if err != nil {
			done <- verdict{Name: c.name, Detail: err.Error()}
			return
		}
		done <- verdict{Name: c.name, Ok: true, Detail: detail}
	}()
	select {
	case v := <-done:
		return v
	case <-time.After(o.timeout + time.Second):
		return verdict{Name: c.name, Detail: "no end within " + o.timeout.String()}
	}
}
