package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// orphanTtl is how long the locks of a killed client live.
const orphanTtl = 1500 * time.Millisecond

// orphan runs this program again to prewrite keys (and to commit their primary
// when step says so), and to be killed then: no clean-up, no heartbeat.
func (s *session) orphan(ctx context.Context, step string, keys [][]byte) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	var list []string
	for _, key := range keys {
		list = append(list, hex.EncodeToString(key))
	}
	child := exec.CommandContext(ctx, program, "--pd", s.options.pdAddresses, "--keyspace", s.options.keyspace,
		fmt.Sprintf("--router=%t", s.options.router), "--orphan", step, "--orphan-keys", strings.Join(list, ","))
	output, err := child.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if state, ok := exit.Sys().(syscall.WaitStatus); ok && state.Signal() == syscall.SIGKILL && ctx.Err() == nil {
			return nil
		}
	}
	return fmt.Errorf("the client to be killed ended with %v: %s", err, output)
}

// leaveOrphan is the other side: it returns only when something fails.
func leaveOrphan(o options) error {
	s, err := connect(o)
	if err != nil {
		return err
	}
	var keys [][]byte
	for _, text := range names(o.orphanKeys) {
		key, err := hex.DecodeString(text)
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	committer, err := s.prewrite(context.Background(), "new", orphanTtl, o.orphan == "async", keys)
	if err != nil {
		return err
	}
	if o.orphan == "primary" {
		commitTs, err := s.timestamp()
		if err != nil {
			return err
		}
		committer.SetCommitTS(commitTs)
		if err := committer.CommitMutations(context.Background()); err != nil {
			return err
		}
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	if err := self.Kill(); err != nil {
		return err
	}
	select {}
}
