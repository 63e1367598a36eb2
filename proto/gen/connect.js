// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.
import * as $protobuf from "../runtime.js";
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;
const $root = {};
export const metapb = $root.metapb = (() => {
const metapb = {};
metapb.Store = (function() {
const Store = function () {};
Store.prototype.id = 0n;
Store.prototype.address = "";
Store.prototype.state = 0;
Store.prototype.labels = $util.emptyArray;
Store.prototype.version = "";
Store.prototype.peerAddress = "";
Store.prototype.statusAddress = "";
Store.prototype.gitHash = "";
Store.prototype.startTimestamp = 0n;
Store.prototype.deployPath = "";
Store.prototype.lastHeartbeat = 0n;
Store.prototype.physicallyDestroyed = false;
Store.prototype.nodeState = 0;
Store.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && m.id !== 0n)
w.uint32(8).uint64(m.id);
if (m.address != null && m.address !== "")
w.uint32(18).string(m.address);
if (m.state != null && m.state !== 0)
w.uint32(24).int32(m.state);
if (m.labels != null && m.labels.length) {
for (var i = 0; i < m.labels.length; ++i)
$root.metapb.StoreLabel.encode(m.labels[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.version != null && m.version !== "")
w.uint32(42).string(m.version);
if (m.peerAddress != null && m.peerAddress !== "")
w.uint32(50).string(m.peerAddress);
if (m.statusAddress != null && m.statusAddress !== "")
w.uint32(58).string(m.statusAddress);
if (m.gitHash != null && m.gitHash !== "")
w.uint32(66).string(m.gitHash);
if (m.startTimestamp != null && m.startTimestamp !== 0n)
w.uint32(72).int64(m.startTimestamp);
if (m.deployPath != null && m.deployPath !== "")
w.uint32(82).string(m.deployPath);
if (m.lastHeartbeat != null && m.lastHeartbeat !== 0n)
w.uint32(88).int64(m.lastHeartbeat);
if (m.physicallyDestroyed != null && m.physicallyDestroyed !== false)
w.uint32(96).bool(m.physicallyDestroyed);
if (m.nodeState != null && m.nodeState !== 0)
w.uint32(104).int32(m.nodeState);
return w;
};
Store.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.Store();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.address = v;
else
delete m.address;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.state = v;
else
delete m.state;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.labels && m.labels.length))
m.labels = [];
m.labels.push($root.metapb.StoreLabel.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.version = v;
else
delete m.version;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.peerAddress = v;
else
delete m.peerAddress;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.statusAddress = v;
else
delete m.statusAddress;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.gitHash = v;
else
delete m.gitHash;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.startTimestamp = v;
else
delete m.startTimestamp;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.deployPath = v;
else
delete m.deployPath;
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.lastHeartbeat = v;
else
delete m.lastHeartbeat;
continue;
}
case 12: {
if (u !== 0)
break;
if (v = r.bool())
m.physicallyDestroyed = v;
else
delete m.physicallyDestroyed;
continue;
}
case 13: {
if (u !== 0)
break;
if (v = r.int32())
m.nodeState = v;
else
delete m.nodeState;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Store;
})();
metapb.StoreLabel = (function() {
const StoreLabel = function () {};
StoreLabel.prototype.key = "";
StoreLabel.prototype.value = "";
StoreLabel.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key !== "")
w.uint32(10).string(m.key);
if (m.value != null && m.value !== "")
w.uint32(18).string(m.value);
return w;
};
StoreLabel.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.StoreLabel();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.value = v;
else
delete m.value;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return StoreLabel;
})();
metapb.StoreState = $Object.freeze({ Up: 0, Offline: 1, Tombstone: 2 });
metapb.NodeState = $Object.freeze({ Preparing: 0, Serving: 1, Removing: 2, Removed: 3 });
metapb.Region = (function() {
const Region = function () {};
Region.prototype.id = 0n;
Region.prototype.startKey = $util.emptyBytes;
Region.prototype.endKey = $util.emptyBytes;
Region.prototype.peers = $util.emptyArray;
Region.prototype.isInFlashback = false;
Region.prototype.flashbackStartTs = 0n;
Region.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && m.id !== 0n)
w.uint32(8).uint64(m.id);
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(26).bytes(m.endKey);
if (m.regionEpoch != null)
$root.metapb.RegionEpoch.encode(m.regionEpoch, w.uint32(34).fork(), q + 1).ldelim();
if (m.peers != null && m.peers.length) {
for (var i = 0; i < m.peers.length; ++i)
$root.metapb.Peer.encode(m.peers[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.isInFlashback != null && m.isInFlashback !== false)
w.uint32(56).bool(m.isInFlashback);
if (m.flashbackStartTs != null && m.flashbackStartTs !== 0n)
w.uint32(64).uint64(m.flashbackStartTs);
return w;
};
Region.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.Region();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.endKey = v;
else
delete m.endKey;
continue;
}
case 4: {
if (u !== 2)
break;
m.regionEpoch = $root.metapb.RegionEpoch.decode(r, r.size(), $undefined, q + 1, m.regionEpoch);
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.peers && m.peers.length))
m.peers = [];
m.peers.push($root.metapb.Peer.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.isInFlashback = v;
else
delete m.isInFlashback;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.flashbackStartTs = v;
else
delete m.flashbackStartTs;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Region;
})();
metapb.RegionEpoch = (function() {
const RegionEpoch = function () {};
RegionEpoch.prototype.confVer = 0n;
RegionEpoch.prototype.version = 0n;
RegionEpoch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.confVer != null && m.confVer !== 0n)
w.uint32(8).uint64(m.confVer);
if (m.version != null && m.version !== 0n)
w.uint32(16).uint64(m.version);
return w;
};
RegionEpoch.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.RegionEpoch();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.confVer = v;
else
delete m.confVer;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return RegionEpoch;
})();
metapb.Peer = (function() {
const Peer = function () {};
Peer.prototype.id = 0n;
Peer.prototype.storeId = 0n;
Peer.prototype.role = 0;
Peer.prototype.isWitness = false;
Peer.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && m.id !== 0n)
w.uint32(8).uint64(m.id);
if (m.storeId != null && m.storeId !== 0n)
w.uint32(16).uint64(m.storeId);
if (m.role != null && m.role !== 0)
w.uint32(24).int32(m.role);
if (m.isWitness != null && m.isWitness !== false)
w.uint32(32).bool(m.isWitness);
return w;
};
Peer.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.Peer();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storeId = v;
else
delete m.storeId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.role = v;
else
delete m.role;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.isWitness = v;
else
delete m.isWitness;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Peer;
})();
metapb.PeerRole = $Object.freeze({ Voter: 0, Learner: 1, IncomingVoter: 2, DemotingVoter: 3 });
metapb.Buckets = (function() {
const Buckets = function () {};
Buckets.prototype.regionId = 0n;
Buckets.prototype.version = 0n;
Buckets.prototype.keys = $util.emptyArray;
Buckets.prototype.periodInMs = 0n;
Buckets.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.version != null && m.version !== 0n)
w.uint32(16).uint64(m.version);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(26).bytes(m.keys[i]);
}
if (m.stats != null)
$root.metapb.BucketStats.encode(m.stats, w.uint32(34).fork(), q + 1).ldelim();
if (m.periodInMs != null && m.periodInMs !== 0n)
w.uint32(40).uint64(m.periodInMs);
return w;
};
Buckets.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.Buckets();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.regionId = v;
else
delete m.regionId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 4: {
if (u !== 2)
break;
m.stats = $root.metapb.BucketStats.decode(r, r.size(), $undefined, q + 1, m.stats);
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.periodInMs = v;
else
delete m.periodInMs;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Buckets;
})();
metapb.BucketStats = (function() {
const BucketStats = function () {};
BucketStats.prototype.readBytes = $util.emptyArray;
BucketStats.prototype.writeBytes = $util.emptyArray;
BucketStats.prototype.readQps = $util.emptyArray;
BucketStats.prototype.writeQps = $util.emptyArray;
BucketStats.prototype.readKeys = $util.emptyArray;
BucketStats.prototype.writeKeys = $util.emptyArray;
BucketStats.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.readBytes != null && m.readBytes.length) {
w.uint32(10).uint64s(m.readBytes);
}
if (m.writeBytes != null && m.writeBytes.length) {
w.uint32(18).uint64s(m.writeBytes);
}
if (m.readQps != null && m.readQps.length) {
w.uint32(26).uint64s(m.readQps);
}
if (m.writeQps != null && m.writeQps.length) {
w.uint32(34).uint64s(m.writeQps);
}
if (m.readKeys != null && m.readKeys.length) {
w.uint32(42).uint64s(m.readKeys);
}
if (m.writeKeys != null && m.writeKeys.length) {
w.uint32(50).uint64s(m.writeKeys);
}
return w;
};
BucketStats.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.metapb.BucketStats();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u === 2) {
if (!(m.readBytes && m.readBytes.length))
m.readBytes = [];
r.uint64s(m.readBytes);
continue;
}
if (u !== 0)
break;
if (!(m.readBytes && m.readBytes.length))
m.readBytes = [];
m.readBytes.push(r.uint64());
continue;
}
case 2: {
if (u === 2) {
if (!(m.writeBytes && m.writeBytes.length))
m.writeBytes = [];
r.uint64s(m.writeBytes);
continue;
}
if (u !== 0)
break;
if (!(m.writeBytes && m.writeBytes.length))
m.writeBytes = [];
m.writeBytes.push(r.uint64());
continue;
}
case 3: {
if (u === 2) {
if (!(m.readQps && m.readQps.length))
m.readQps = [];
r.uint64s(m.readQps);
continue;
}
if (u !== 0)
break;
if (!(m.readQps && m.readQps.length))
m.readQps = [];
m.readQps.push(r.uint64());
continue;
}
case 4: {
if (u === 2) {
if (!(m.writeQps && m.writeQps.length))
m.writeQps = [];
r.uint64s(m.writeQps);
continue;
}
if (u !== 0)
break;
if (!(m.writeQps && m.writeQps.length))
m.writeQps = [];
m.writeQps.push(r.uint64());
continue;
}
case 5: {
if (u === 2) {
if (!(m.readKeys && m.readKeys.length))
m.readKeys = [];
r.uint64s(m.readKeys);
continue;
}
if (u !== 0)
break;
if (!(m.readKeys && m.readKeys.length))
m.readKeys = [];
m.readKeys.push(r.uint64());
continue;
}
case 6: {
if (u === 2) {
if (!(m.writeKeys && m.writeKeys.length))
m.writeKeys = [];
r.uint64s(m.writeKeys);
continue;
}
if (u !== 0)
break;
if (!(m.writeKeys && m.writeKeys.length))
m.writeKeys = [];
m.writeKeys.push(r.uint64());
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return BucketStats;
})();
return metapb;
})();
export const kvrpcpb = $root.kvrpcpb = (() => {
const kvrpcpb = {};
kvrpcpb.HealthFeedback = (function() {
const HealthFeedback = function () {};
HealthFeedback.prototype.storeId = 0n;
HealthFeedback.prototype.feedbackSeqNo = 0n;
HealthFeedback.prototype.slowScore = 0;
HealthFeedback.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.storeId != null && m.storeId !== 0n)
w.uint32(8).uint64(m.storeId);
if (m.feedbackSeqNo != null && m.feedbackSeqNo !== 0n)
w.uint32(16).uint64(m.feedbackSeqNo);
if (m.slowScore != null && m.slowScore !== 0)
w.uint32(24).int32(m.slowScore);
return w;
};
HealthFeedback.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.kvrpcpb.HealthFeedback();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storeId = v;
else
delete m.storeId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.feedbackSeqNo = v;
else
delete m.feedbackSeqNo;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.slowScore = v;
else
delete m.slowScore;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return HealthFeedback;
})();
return kvrpcpb;
})();
export const grpc = $root.grpc = (() => {
const grpc = {};
grpc.health = (function() {
const health = {};
health.v1 = (function() {
const v1 = {};
v1.HealthCheckRequest = (function() {
const HealthCheckRequest = function () {};
HealthCheckRequest.prototype.service = "";
HealthCheckRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.service != null && m.service !== "")
w.uint32(10).string(m.service);
return w;
};
HealthCheckRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.health.v1.HealthCheckRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.service = v;
else
delete m.service;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return HealthCheckRequest;
})();
v1.HealthCheckResponse = (function() {
const HealthCheckResponse = function () {};
HealthCheckResponse.prototype.status = 0;
HealthCheckResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.status != null && m.status !== 0)
w.uint32(8).int32(m.status);
return w;
};
HealthCheckResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.health.v1.HealthCheckResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
HealthCheckResponse.ServingStatus = $Object.freeze({ UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 });
return HealthCheckResponse;
})();
return v1;
})();
return health;
})();
return grpc;
})();
export const pdpb = $root.pdpb = (() => {
const pdpb = {};
pdpb.RequestHeader = (function() {
const RequestHeader = function () {};
RequestHeader.prototype.clusterId = 0n;
RequestHeader.prototype.senderId = 0n;
RequestHeader.prototype.callerId = "";
RequestHeader.prototype.callerComponent = "";
RequestHeader.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.clusterId != null && m.clusterId !== 0n)
w.uint32(8).uint64(m.clusterId);
if (m.senderId != null && m.senderId !== 0n)
w.uint32(16).uint64(m.senderId);
if (m.callerId != null && m.callerId !== "")
w.uint32(26).string(m.callerId);
if (m.callerComponent != null && m.callerComponent !== "")
w.uint32(34).string(m.callerComponent);
return w;
};
RequestHeader.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.RequestHeader();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.clusterId = v;
else
delete m.clusterId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.senderId = v;
else
delete m.senderId;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.callerId = v;
else
delete m.callerId;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.callerComponent = v;
else
delete m.callerComponent;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return RequestHeader;
})();
pdpb.ResponseHeader = (function() {
const ResponseHeader = function () {};
ResponseHeader.prototype.clusterId = 0n;
ResponseHeader.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.clusterId != null && m.clusterId !== 0n)
w.uint32(8).uint64(m.clusterId);
if (m.error != null)
$root.pdpb.Error.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
ResponseHeader.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.ResponseHeader();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.clusterId = v;
else
delete m.clusterId;
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.pdpb.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return ResponseHeader;
})();
pdpb.Error = (function() {
const Error = function () {};
Error.prototype.type = 0;
Error.prototype.message = "";
Error.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.message != null && m.message !== "")
w.uint32(18).string(m.message);
return w;
};
Error.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.Error();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.type = v;
else
delete m.type;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.message = v;
else
delete m.message;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Error;
})();
pdpb.ErrorType = $Object.freeze({ OK: 0, UNKNOWN: 1, NOT_BOOTSTRAPPED: 2, STORE_TOMBSTONE: 3, ALREADY_BOOTSTRAPPED: 4, INCOMPATIBLE_VERSION: 5, REGION_NOT_FOUND: 6, GLOBAL_CONFIG_NOT_FOUND: 7, DUPLICATED_ENTRY: 8, ENTRY_NOT_FOUND: 9, INVALID_VALUE: 10, DATA_COMPACTED: 11, REGIONS_NOT_CONTAIN_ALL_KEY_RANGE: 12 });
pdpb.GetClusterInfoRequest = (function() {
const GetClusterInfoRequest = function () {};
GetClusterInfoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GetClusterInfoRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetClusterInfoRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetClusterInfoRequest;
})();
pdpb.GetClusterInfoResponse = (function() {
const GetClusterInfoResponse = function () {};
GetClusterInfoResponse.prototype.serviceModes = $util.emptyArray;
GetClusterInfoResponse.prototype.tsoUrls = $util.emptyArray;
GetClusterInfoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.serviceModes != null && m.serviceModes.length) {
w.uint32(18).int32s(m.serviceModes);
}
if (m.tsoUrls != null && m.tsoUrls.length) {
for (var i = 0; i < m.tsoUrls.length; ++i)
w.uint32(26).string(m.tsoUrls[i]);
}
return w;
};
GetClusterInfoResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetClusterInfoResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u === 2) {
if (!(m.serviceModes && m.serviceModes.length))
m.serviceModes = [];
r.int32s(m.serviceModes);
continue;
}
if (u !== 0)
break;
if (!(m.serviceModes && m.serviceModes.length))
m.serviceModes = [];
m.serviceModes.push(r.int32());
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.tsoUrls && m.tsoUrls.length))
m.tsoUrls = [];
m.tsoUrls.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetClusterInfoResponse;
})();
pdpb.ServiceMode = $Object.freeze({ UNKNOWN_SVC_MODE: 0, PD_SVC_MODE: 1, API_SVC_MODE: 2 });
pdpb.GetMembersRequest = (function() {
const GetMembersRequest = function () {};
GetMembersRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GetMembersRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetMembersRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetMembersRequest;
})();
pdpb.GetMembersResponse = (function() {
const GetMembersResponse = function () {};
GetMembersResponse.prototype.members = $util.emptyArray;
GetMembersResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.members != null && m.members.length) {
for (var i = 0; i < m.members.length; ++i)
$root.pdpb.Member.encode(m.members[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.leader != null)
$root.pdpb.Member.encode(m.leader, w.uint32(26).fork(), q + 1).ldelim();
if (m.etcdLeader != null)
$root.pdpb.Member.encode(m.etcdLeader, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
GetMembersResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetMembersResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.members && m.members.length))
m.members = [];
m.members.push($root.pdpb.Member.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
m.leader = $root.pdpb.Member.decode(r, r.size(), $undefined, q + 1, m.leader);
continue;
}
case 4: {
if (u !== 2)
break;
m.etcdLeader = $root.pdpb.Member.decode(r, r.size(), $undefined, q + 1, m.etcdLeader);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetMembersResponse;
})();
pdpb.Member = (function() {
const Member = function () {};
Member.prototype.name = "";
Member.prototype.memberId = 0n;
Member.prototype.peerUrls = $util.emptyArray;
Member.prototype.clientUrls = $util.emptyArray;
Member.prototype.leaderPriority = 0;
Member.prototype.deployPath = "";
Member.prototype.binaryVersion = "";
Member.prototype.gitHash = "";
Member.prototype.dcLocation = "";
Member.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.memberId != null && m.memberId !== 0n)
w.uint32(16).uint64(m.memberId);
if (m.peerUrls != null && m.peerUrls.length) {
for (var i = 0; i < m.peerUrls.length; ++i)
w.uint32(26).string(m.peerUrls[i]);
}
if (m.clientUrls != null && m.clientUrls.length) {
for (var i = 0; i < m.clientUrls.length; ++i)
w.uint32(34).string(m.clientUrls[i]);
}
if (m.leaderPriority != null && m.leaderPriority !== 0)
w.uint32(40).int32(m.leaderPriority);
if (m.deployPath != null && m.deployPath !== "")
w.uint32(50).string(m.deployPath);
if (m.binaryVersion != null && m.binaryVersion !== "")
w.uint32(58).string(m.binaryVersion);
if (m.gitHash != null && m.gitHash !== "")
w.uint32(66).string(m.gitHash);
if (m.dcLocation != null && m.dcLocation !== "")
w.uint32(74).string(m.dcLocation);
return w;
};
Member.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.Member();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.memberId = v;
else
delete m.memberId;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.peerUrls && m.peerUrls.length))
m.peerUrls = [];
m.peerUrls.push(r.stringVerify());
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.clientUrls && m.clientUrls.length))
m.clientUrls = [];
m.clientUrls.push(r.stringVerify());
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.int32())
m.leaderPriority = v;
else
delete m.leaderPriority;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.deployPath = v;
else
delete m.deployPath;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.binaryVersion = v;
else
delete m.binaryVersion;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.gitHash = v;
else
delete m.gitHash;
continue;
}
case 9: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.dcLocation = v;
else
delete m.dcLocation;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Member;
})();
pdpb.TsoRequest = (function() {
const TsoRequest = function () {};
TsoRequest.prototype.count = 0;
TsoRequest.prototype.dcLocation = "";
TsoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.count != null && m.count !== 0)
w.uint32(16).uint32(m.count);
if (m.dcLocation != null && m.dcLocation !== "")
w.uint32(26).string(m.dcLocation);
return w;
};
TsoRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.TsoRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.count = v;
else
delete m.count;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.dcLocation = v;
else
delete m.dcLocation;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return TsoRequest;
})();
pdpb.TsoResponse = (function() {
const TsoResponse = function () {};
TsoResponse.prototype.count = 0;
TsoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.count != null && m.count !== 0)
w.uint32(16).uint32(m.count);
if (m.timestamp != null)
$root.pdpb.Timestamp.encode(m.timestamp, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
TsoResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.TsoResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.count = v;
else
delete m.count;
continue;
}
case 3: {
if (u !== 2)
break;
m.timestamp = $root.pdpb.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return TsoResponse;
})();
pdpb.Timestamp = (function() {
const Timestamp = function () {};
Timestamp.prototype.physical = 0n;
Timestamp.prototype.logical = 0n;
Timestamp.prototype.suffixBits = 0;
Timestamp.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.physical != null && m.physical !== 0n)
w.uint32(8).int64(m.physical);
if (m.logical != null && m.logical !== 0n)
w.uint32(16).int64(m.logical);
if (m.suffixBits != null && m.suffixBits !== 0)
w.uint32(24).uint32(m.suffixBits);
return w;
};
Timestamp.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.Timestamp();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.physical = v;
else
delete m.physical;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.logical = v;
else
delete m.logical;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.suffixBits = v;
else
delete m.suffixBits;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Timestamp;
})();
pdpb.GetStoreRequest = (function() {
const GetStoreRequest = function () {};
GetStoreRequest.prototype.storeId = 0n;
GetStoreRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.storeId != null && m.storeId !== 0n)
w.uint32(16).uint64(m.storeId);
return w;
};
GetStoreRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetStoreRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storeId = v;
else
delete m.storeId;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetStoreRequest;
})();
pdpb.GetStoreResponse = (function() {
const GetStoreResponse = function () {};
GetStoreResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.store != null)
$root.metapb.Store.encode(m.store, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
GetStoreResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetStoreResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.store = $root.metapb.Store.decode(r, r.size(), $undefined, q + 1, m.store);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetStoreResponse;
})();
pdpb.GetAllStoresRequest = (function() {
const GetAllStoresRequest = function () {};
GetAllStoresRequest.prototype.excludeTombstoneStores = false;
GetAllStoresRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.excludeTombstoneStores != null && m.excludeTombstoneStores !== false)
w.uint32(16).bool(m.excludeTombstoneStores);
return w;
};
GetAllStoresRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetAllStoresRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.excludeTombstoneStores = v;
else
delete m.excludeTombstoneStores;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetAllStoresRequest;
})();
pdpb.GetAllStoresResponse = (function() {
const GetAllStoresResponse = function () {};
GetAllStoresResponse.prototype.stores = $util.emptyArray;
GetAllStoresResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.stores != null && m.stores.length) {
for (var i = 0; i < m.stores.length; ++i)
$root.metapb.Store.encode(m.stores[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
GetAllStoresResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetAllStoresResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.stores && m.stores.length))
m.stores = [];
m.stores.push($root.metapb.Store.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetAllStoresResponse;
})();
pdpb.GetRegionRequest = (function() {
const GetRegionRequest = function () {};
GetRegionRequest.prototype.regionKey = $util.emptyBytes;
GetRegionRequest.prototype.needBuckets = false;
GetRegionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.regionKey != null && m.regionKey.length)
w.uint32(18).bytes(m.regionKey);
if (m.needBuckets != null && m.needBuckets !== false)
w.uint32(24).bool(m.needBuckets);
return w;
};
GetRegionRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetRegionRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.regionKey = v;
else
delete m.regionKey;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.needBuckets = v;
else
delete m.needBuckets;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetRegionRequest;
})();
pdpb.GetRegionByIDRequest = (function() {
const GetRegionByIDRequest = function () {};
GetRegionByIDRequest.prototype.regionId = 0n;
GetRegionByIDRequest.prototype.needBuckets = false;
GetRegionByIDRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.regionId != null && m.regionId !== 0n)
w.uint32(16).uint64(m.regionId);
if (m.needBuckets != null && m.needBuckets !== false)
w.uint32(24).bool(m.needBuckets);
return w;
};
GetRegionByIDRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetRegionByIDRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.regionId = v;
else
delete m.regionId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.needBuckets = v;
else
delete m.needBuckets;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetRegionByIDRequest;
})();
pdpb.GetRegionResponse = (function() {
const GetRegionResponse = function () {};
GetRegionResponse.prototype.downPeers = $util.emptyArray;
GetRegionResponse.prototype.pendingPeers = $util.emptyArray;
GetRegionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.region != null)
$root.metapb.Region.encode(m.region, w.uint32(18).fork(), q + 1).ldelim();
if (m.leader != null)
$root.metapb.Peer.encode(m.leader, w.uint32(26).fork(), q + 1).ldelim();
if (m.downPeers != null && m.downPeers.length) {
for (var i = 0; i < m.downPeers.length; ++i)
$root.pdpb.PeerStats.encode(m.downPeers[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.pendingPeers != null && m.pendingPeers.length) {
for (var i = 0; i < m.pendingPeers.length; ++i)
$root.metapb.Peer.encode(m.pendingPeers[i], w.uint32(50).fork(), q + 1).ldelim();
}
if (m.buckets != null)
$root.metapb.Buckets.encode(m.buckets, w.uint32(58).fork(), q + 1).ldelim();
return w;
};
GetRegionResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetRegionResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.region = $root.metapb.Region.decode(r, r.size(), $undefined, q + 1, m.region);
continue;
}
case 3: {
if (u !== 2)
break;
m.leader = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.leader);
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.downPeers && m.downPeers.length))
m.downPeers = [];
m.downPeers.push($root.pdpb.PeerStats.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 6: {
if (u !== 2)
break;
if (!(m.pendingPeers && m.pendingPeers.length))
m.pendingPeers = [];
m.pendingPeers.push($root.metapb.Peer.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 7: {
if (u !== 2)
break;
m.buckets = $root.metapb.Buckets.decode(r, r.size(), $undefined, q + 1, m.buckets);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetRegionResponse;
})();
pdpb.PeerStats = (function() {
const PeerStats = function () {};
PeerStats.prototype.downSeconds = 0n;
PeerStats.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.peer != null)
$root.metapb.Peer.encode(m.peer, w.uint32(10).fork(), q + 1).ldelim();
if (m.downSeconds != null && m.downSeconds !== 0n)
w.uint32(16).uint64(m.downSeconds);
return w;
};
PeerStats.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.PeerStats();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.peer = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.peer);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.downSeconds = v;
else
delete m.downSeconds;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return PeerStats;
})();
pdpb.ScanRegionsRequest = (function() {
const ScanRegionsRequest = function () {};
ScanRegionsRequest.prototype.startKey = $util.emptyBytes;
ScanRegionsRequest.prototype.limit = 0;
ScanRegionsRequest.prototype.endKey = $util.emptyBytes;
ScanRegionsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.limit != null && m.limit !== 0)
w.uint32(24).int32(m.limit);
if (m.endKey != null && m.endKey.length)
w.uint32(34).bytes(m.endKey);
return w;
};
ScanRegionsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.ScanRegionsRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.limit = v;
else
delete m.limit;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.endKey = v;
else
delete m.endKey;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return ScanRegionsRequest;
})();
pdpb.ScanRegionsResponse = (function() {
const ScanRegionsResponse = function () {};
ScanRegionsResponse.prototype.regionMetas = $util.emptyArray;
ScanRegionsResponse.prototype.leaders = $util.emptyArray;
ScanRegionsResponse.prototype.regions = $util.emptyArray;
ScanRegionsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.regionMetas != null && m.regionMetas.length) {
for (var i = 0; i < m.regionMetas.length; ++i)
$root.metapb.Region.encode(m.regionMetas[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.leaders != null && m.leaders.length) {
for (var i = 0; i < m.leaders.length; ++i)
$root.metapb.Peer.encode(m.leaders[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.regions != null && m.regions.length) {
for (var i = 0; i < m.regions.length; ++i)
$root.pdpb.Region.encode(m.regions[i], w.uint32(34).fork(), q + 1).ldelim();
}
return w;
};
ScanRegionsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.ScanRegionsResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.regionMetas && m.regionMetas.length))
m.regionMetas = [];
m.regionMetas.push($root.metapb.Region.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.leaders && m.leaders.length))
m.leaders = [];
m.leaders.push($root.metapb.Peer.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.regions && m.regions.length))
m.regions = [];
m.regions.push($root.pdpb.Region.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return ScanRegionsResponse;
})();
pdpb.BatchScanRegionsRequest = (function() {
const BatchScanRegionsRequest = function () {};
BatchScanRegionsRequest.prototype.needBuckets = false;
BatchScanRegionsRequest.prototype.ranges = $util.emptyArray;
BatchScanRegionsRequest.prototype.limit = 0;
BatchScanRegionsRequest.prototype.containAllKeyRange = false;
BatchScanRegionsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.needBuckets != null && m.needBuckets !== false)
w.uint32(16).bool(m.needBuckets);
if (m.ranges != null && m.ranges.length) {
for (var i = 0; i < m.ranges.length; ++i)
$root.pdpb.KeyRange.encode(m.ranges[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.limit != null && m.limit !== 0)
w.uint32(32).int32(m.limit);
if (m.containAllKeyRange != null && m.containAllKeyRange !== false)
w.uint32(40).bool(m.containAllKeyRange);
return w;
};
BatchScanRegionsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.BatchScanRegionsRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.needBuckets = v;
else
delete m.needBuckets;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.ranges && m.ranges.length))
m.ranges = [];
m.ranges.push($root.pdpb.KeyRange.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.limit = v;
else
delete m.limit;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.containAllKeyRange = v;
else
delete m.containAllKeyRange;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return BatchScanRegionsRequest;
})();
pdpb.BatchScanRegionsResponse = (function() {
const BatchScanRegionsResponse = function () {};
BatchScanRegionsResponse.prototype.regions = $util.emptyArray;
BatchScanRegionsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.regions != null && m.regions.length) {
for (var i = 0; i < m.regions.length; ++i)
$root.pdpb.Region.encode(m.regions[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
BatchScanRegionsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.BatchScanRegionsResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.regions && m.regions.length))
m.regions = [];
m.regions.push($root.pdpb.Region.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return BatchScanRegionsResponse;
})();
pdpb.KeyRange = (function() {
const KeyRange = function () {};
KeyRange.prototype.startKey = $util.emptyBytes;
KeyRange.prototype.endKey = $util.emptyBytes;
KeyRange.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startKey != null && m.startKey.length)
w.uint32(10).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(18).bytes(m.endKey);
return w;
};
KeyRange.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.KeyRange();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.endKey = v;
else
delete m.endKey;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return KeyRange;
})();
pdpb.Region = (function() {
const Region = function () {};
Region.prototype.downPeers = $util.emptyArray;
Region.prototype.pendingPeers = $util.emptyArray;
Region.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.region != null)
$root.metapb.Region.encode(m.region, w.uint32(10).fork(), q + 1).ldelim();
if (m.leader != null)
$root.metapb.Peer.encode(m.leader, w.uint32(18).fork(), q + 1).ldelim();
if (m.downPeers != null && m.downPeers.length) {
for (var i = 0; i < m.downPeers.length; ++i)
$root.pdpb.PeerStats.encode(m.downPeers[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.pendingPeers != null && m.pendingPeers.length) {
for (var i = 0; i < m.pendingPeers.length; ++i)
$root.metapb.Peer.encode(m.pendingPeers[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.buckets != null)
$root.metapb.Buckets.encode(m.buckets, w.uint32(42).fork(), q + 1).ldelim();
return w;
};
Region.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.Region();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.region = $root.metapb.Region.decode(r, r.size(), $undefined, q + 1, m.region);
continue;
}
case 2: {
if (u !== 2)
break;
m.leader = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.leader);
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.downPeers && m.downPeers.length))
m.downPeers = [];
m.downPeers.push($root.pdpb.PeerStats.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.pendingPeers && m.pendingPeers.length))
m.pendingPeers = [];
m.pendingPeers.push($root.metapb.Peer.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
m.buckets = $root.metapb.Buckets.decode(r, r.size(), $undefined, q + 1, m.buckets);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return Region;
})();
pdpb.KeyspaceScope = (function() {
const KeyspaceScope = function () {};
KeyspaceScope.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.keyspaceId != null)
w.uint32(8).uint32(m.keyspaceId);
return w;
};
KeyspaceScope.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.KeyspaceScope();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
m.keyspaceId = r.uint32();
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return KeyspaceScope;
})();
pdpb.GetGCStateRequest = (function() {
const GetGCStateRequest = function () {};
GetGCStateRequest.prototype.excludeGcBarriers = false;
GetGCStateRequest.prototype.includeGlobalGcBarriers = false;
GetGCStateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspaceScope != null)
$root.pdpb.KeyspaceScope.encode(m.keyspaceScope, w.uint32(18).fork(), q + 1).ldelim();
if (m.excludeGcBarriers != null && m.excludeGcBarriers !== false)
w.uint32(24).bool(m.excludeGcBarriers);
if (m.includeGlobalGcBarriers != null && m.includeGlobalGcBarriers !== false)
w.uint32(32).bool(m.includeGlobalGcBarriers);
return w;
};
GetGCStateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetGCStateRequest();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.keyspaceScope = $root.pdpb.KeyspaceScope.decode(r, r.size(), $undefined, q + 1, m.keyspaceScope);
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.excludeGcBarriers = v;
else
delete m.excludeGcBarriers;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.includeGlobalGcBarriers = v;
else
delete m.includeGlobalGcBarriers;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetGCStateRequest;
})();
pdpb.GetGCStateResponse = (function() {
const GetGCStateResponse = function () {};
GetGCStateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.gcState != null)
$root.pdpb.GCState.encode(m.gcState, w.uint32(18).fork(), q + 1).ldelim();
if (m.globalGcBarriers != null)
$root.pdpb.GlobalGCBarriersInfo.encode(m.globalGcBarriers, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
GetGCStateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GetGCStateResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.header = $root.pdpb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.gcState = $root.pdpb.GCState.decode(r, r.size(), $undefined, q + 1, m.gcState);
continue;
}
case 3: {
if (u !== 2)
break;
m.globalGcBarriers = $root.pdpb.GlobalGCBarriersInfo.decode(r, r.size(), $undefined, q + 1, m.globalGcBarriers);
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GetGCStateResponse;
})();
pdpb.GCState = (function() {
const GCState = function () {};
GCState.prototype.isKeyspaceLevelGc = false;
GCState.prototype.txnSafePoint = 0n;
GCState.prototype.gcSafePoint = 0n;
GCState.prototype.gcBarriers = $util.emptyArray;
GCState.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.keyspaceScope != null)
$root.pdpb.KeyspaceScope.encode(m.keyspaceScope, w.uint32(10).fork(), q + 1).ldelim();
if (m.isKeyspaceLevelGc != null && m.isKeyspaceLevelGc !== false)
w.uint32(16).bool(m.isKeyspaceLevelGc);
if (m.txnSafePoint != null && m.txnSafePoint !== 0n)
w.uint32(24).uint64(m.txnSafePoint);
if (m.gcSafePoint != null && m.gcSafePoint !== 0n)
w.uint32(32).uint64(m.gcSafePoint);
if (m.gcBarriers != null && m.gcBarriers.length) {
for (var i = 0; i < m.gcBarriers.length; ++i)
$root.pdpb.GCBarrierInfo.encode(m.gcBarriers[i], w.uint32(42).fork(), q + 1).ldelim();
}
return w;
};
GCState.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GCState();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.keyspaceScope = $root.pdpb.KeyspaceScope.decode(r, r.size(), $undefined, q + 1, m.keyspaceScope);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.isKeyspaceLevelGc = v;
else
delete m.isKeyspaceLevelGc;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.txnSafePoint = v;
else
delete m.txnSafePoint;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.gcSafePoint = v;
else
delete m.gcSafePoint;
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.gcBarriers && m.gcBarriers.length))
m.gcBarriers = [];
m.gcBarriers.push($root.pdpb.GCBarrierInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GCState;
})();
pdpb.GCBarrierInfo = (function() {
const GCBarrierInfo = function () {};
GCBarrierInfo.prototype.barrierId = "";
GCBarrierInfo.prototype.barrierTs = 0n;
GCBarrierInfo.prototype.ttlSeconds = 0n;
GCBarrierInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.barrierId != null && m.barrierId !== "")
w.uint32(10).string(m.barrierId);
if (m.barrierTs != null && m.barrierTs !== 0n)
w.uint32(16).uint64(m.barrierTs);
if (m.ttlSeconds != null && m.ttlSeconds !== 0n)
w.uint32(24).int64(m.ttlSeconds);
return w;
};
GCBarrierInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GCBarrierInfo();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.barrierTs = v;
else
delete m.barrierTs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.ttlSeconds = v;
else
delete m.ttlSeconds;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GCBarrierInfo;
})();
pdpb.GlobalGCBarrierInfo = (function() {
const GlobalGCBarrierInfo = function () {};
GlobalGCBarrierInfo.prototype.barrierId = "";
GlobalGCBarrierInfo.prototype.barrierTs = 0n;
GlobalGCBarrierInfo.prototype.ttlSeconds = 0n;
GlobalGCBarrierInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.barrierId != null && m.barrierId !== "")
w.uint32(10).string(m.barrierId);
if (m.barrierTs != null && m.barrierTs !== 0n)
w.uint32(16).uint64(m.barrierTs);
if (m.ttlSeconds != null && m.ttlSeconds !== 0n)
w.uint32(24).int64(m.ttlSeconds);
return w;
};
GlobalGCBarrierInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GlobalGCBarrierInfo();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.barrierTs = v;
else
delete m.barrierTs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.ttlSeconds = v;
else
delete m.ttlSeconds;
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GlobalGCBarrierInfo;
})();
pdpb.GlobalGCBarriersInfo = (function() {
const GlobalGCBarriersInfo = function () {};
GlobalGCBarriersInfo.prototype.barriers = $util.emptyArray;
GlobalGCBarriersInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.barriers != null && m.barriers.length) {
for (var i = 0; i < m.barriers.length; ++i)
$root.pdpb.GlobalGCBarrierInfo.encode(m.barriers[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
GlobalGCBarriersInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.GlobalGCBarriersInfo();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.barriers && m.barriers.length))
m.barriers = [];
m.barriers.push($root.pdpb.GlobalGCBarrierInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};
return GlobalGCBarriersInfo;
})();
return pdpb;
})();

export { Writer } from "../runtime.js";
