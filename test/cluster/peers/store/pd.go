package main

import (
	"sync"

	"github.com/pingcap/kvproto/pkg/pdpb"
	"github.com/pingcap/tidb/pkg/store/mockstore/unistore/pd"
)

// pdClient is unistore's client of PD, and mends the epochs of split regions.
//
// Unistore gives the left half of a split a new id with version 1, below the
// version of the region that it was cut from. To a client that knows the older
// region, such an epoch is the past: client-go keeps what it has and asks for
// ever. In TiKV both halves have a version above that of the whole.
type pdClient struct {
	pd.Client
	lock   sync.Mutex
	known  map[uint64]bool
	newest uint64
}

func connectPd(addresses []string) (*pdClient, error) {
	client, err := pd.NewClient(addresses, "store")
	return &pdClient{Client: client, known: map[uint64]bool{}}, err
}

// ReportRegion is how PD, and so anybody, first hears of a region. The epoch is
// shared with unistore's own record of it, so what is set here holds there too.
func (c *pdClient) ReportRegion(q *pdpb.RegionHeartbeatRequest) {
	c.lock.Lock()
	epoch := q.Region.RegionEpoch
	if !c.known[q.Region.Id] {
		c.known[q.Region.Id] = true
		epoch.Version = max(epoch.Version, c.newest+1)
	}
	c.newest = max(c.newest, epoch.Version)
	c.lock.Unlock()
	c.Client.ReportRegion(q)
}
