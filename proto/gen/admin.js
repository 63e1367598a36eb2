// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.
import * as $protobuf from "../runtime.js";
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;
const $root = {};
export const metapb = $root.metapb = (() => {
const metapb = {};
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
export const resource_manager = $root.resource_manager = (() => {
const resource_manager = {};
resource_manager.ResourceGroup = (function() {
const ResourceGroup = function () {};
ResourceGroup.prototype.name = "";
ResourceGroup.prototype.mode = 0;
ResourceGroup.prototype.priority = 0;
ResourceGroup.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.mode != null && m.mode !== 0)
w.uint32(16).int32(m.mode);
if (m.ruSettings != null)
$root.resource_manager.GroupRequestUnitSettings.encode(m.ruSettings, w.uint32(26).fork(), q + 1).ldelim();
if (m.rawResourceSettings != null)
$root.resource_manager.GroupRawResourceSettings.encode(m.rawResourceSettings, w.uint32(34).fork(), q + 1).ldelim();
if (m.priority != null && m.priority !== 0)
w.uint32(40).uint32(m.priority);
if (m.runawaySettings != null)
$root.resource_manager.RunawaySettings.encode(m.runawaySettings, w.uint32(50).fork(), q + 1).ldelim();
if (m.backgroundSettings != null)
$root.resource_manager.BackgroundSettings.encode(m.backgroundSettings, w.uint32(58).fork(), q + 1).ldelim();
if (m.ruStats != null)
$root.resource_manager.Consumption.encode(m.ruStats, w.uint32(66).fork(), q + 1).ldelim();
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(74).fork(), q + 1).ldelim();
return w;
};
ResourceGroup.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.ResourceGroup();
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
if (v = r.int32())
m.mode = v;
else
delete m.mode;
continue;
}
case 3: {
if (u !== 2)
break;
m.ruSettings = $root.resource_manager.GroupRequestUnitSettings.decode(r, r.size(), $undefined, q + 1, m.ruSettings);
continue;
}
case 4: {
if (u !== 2)
break;
m.rawResourceSettings = $root.resource_manager.GroupRawResourceSettings.decode(r, r.size(), $undefined, q + 1, m.rawResourceSettings);
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.uint32())
m.priority = v;
else
delete m.priority;
continue;
}
case 6: {
if (u !== 2)
break;
m.runawaySettings = $root.resource_manager.RunawaySettings.decode(r, r.size(), $undefined, q + 1, m.runawaySettings);
continue;
}
case 7: {
if (u !== 2)
break;
m.backgroundSettings = $root.resource_manager.BackgroundSettings.decode(r, r.size(), $undefined, q + 1, m.backgroundSettings);
continue;
}
case 8: {
if (u !== 2)
break;
m.ruStats = $root.resource_manager.Consumption.decode(r, r.size(), $undefined, q + 1, m.ruStats);
continue;
}
case 9: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
return ResourceGroup;
})();
resource_manager.GroupMode = $Object.freeze({ Unknown: 0, RUMode: 1, RawMode: 2 });
resource_manager.KeyspaceIDValue = (function() {
const KeyspaceIDValue = function () {};
KeyspaceIDValue.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.value != null)
w.uint32(8).uint32(m.value);
return w;
};
KeyspaceIDValue.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.KeyspaceIDValue();
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
m.value = r.uint32();
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
return KeyspaceIDValue;
})();
resource_manager.GroupRequestUnitSettings = (function() {
const GroupRequestUnitSettings = function () {};
GroupRequestUnitSettings.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.ru != null)
$root.resource_manager.TokenBucket.encode(m.ru, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GroupRequestUnitSettings.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GroupRequestUnitSettings();
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
m.ru = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.ru);
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
return GroupRequestUnitSettings;
})();
resource_manager.GroupRawResourceSettings = (function() {
const GroupRawResourceSettings = function () {};
GroupRawResourceSettings.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.cpu != null)
$root.resource_manager.TokenBucket.encode(m.cpu, w.uint32(10).fork(), q + 1).ldelim();
if (m.ioRead != null)
$root.resource_manager.TokenBucket.encode(m.ioRead, w.uint32(18).fork(), q + 1).ldelim();
if (m.ioWrite != null)
$root.resource_manager.TokenBucket.encode(m.ioWrite, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
GroupRawResourceSettings.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GroupRawResourceSettings();
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
m.cpu = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.cpu);
continue;
}
case 2: {
if (u !== 2)
break;
m.ioRead = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.ioRead);
continue;
}
case 3: {
if (u !== 2)
break;
m.ioWrite = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.ioWrite);
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
return GroupRawResourceSettings;
})();
resource_manager.TokenBucket = (function() {
const TokenBucket = function () {};
TokenBucket.prototype.tokens = 0;
TokenBucket.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.settings != null)
$root.resource_manager.TokenLimitSettings.encode(m.settings, w.uint32(10).fork(), q + 1).ldelim();
if (m.tokens != null && !$Object.is(m.tokens, 0))
w.uint32(17).double(m.tokens);
return w;
};
TokenBucket.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucket();
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
m.settings = $root.resource_manager.TokenLimitSettings.decode(r, r.size(), $undefined, q + 1, m.settings);
continue;
}
case 2: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.tokens = v;
else
delete m.tokens;
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
return TokenBucket;
})();
resource_manager.TokenLimitSettings = (function() {
const TokenLimitSettings = function () {};
TokenLimitSettings.prototype.fillRate = 0n;
TokenLimitSettings.prototype.burstLimit = 0n;
TokenLimitSettings.prototype.maxTokens = 0;
TokenLimitSettings.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.fillRate != null && m.fillRate !== 0n)
w.uint32(8).uint64(m.fillRate);
if (m.burstLimit != null && m.burstLimit !== 0n)
w.uint32(16).int64(m.burstLimit);
if (m.maxTokens != null && !$Object.is(m.maxTokens, 0))
w.uint32(25).double(m.maxTokens);
return w;
};
TokenLimitSettings.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenLimitSettings();
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
m.fillRate = v;
else
delete m.fillRate;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.burstLimit = v;
else
delete m.burstLimit;
continue;
}
case 3: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.maxTokens = v;
else
delete m.maxTokens;
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
return TokenLimitSettings;
})();
resource_manager.RunawaySettings = (function() {
const RunawaySettings = function () {};
RunawaySettings.prototype.action = 0;
RunawaySettings.prototype.switchGroupName = "";
RunawaySettings.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.rule != null)
$root.resource_manager.RunawayRule.encode(m.rule, w.uint32(10).fork(), q + 1).ldelim();
if (m.action != null && m.action !== 0)
w.uint32(16).int32(m.action);
if (m.watch != null)
$root.resource_manager.RunawayWatch.encode(m.watch, w.uint32(26).fork(), q + 1).ldelim();
if (m.switchGroupName != null && m.switchGroupName !== "")
w.uint32(34).string(m.switchGroupName);
return w;
};
RunawaySettings.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.RunawaySettings();
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
m.rule = $root.resource_manager.RunawayRule.decode(r, r.size(), $undefined, q + 1, m.rule);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.action = v;
else
delete m.action;
continue;
}
case 3: {
if (u !== 2)
break;
m.watch = $root.resource_manager.RunawayWatch.decode(r, r.size(), $undefined, q + 1, m.watch);
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.switchGroupName = v;
else
delete m.switchGroupName;
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
return RunawaySettings;
})();
resource_manager.RunawayRule = (function() {
const RunawayRule = function () {};
RunawayRule.prototype.execElapsedTimeMs = 0n;
RunawayRule.prototype.processedKeys = 0n;
RunawayRule.prototype.requestUnit = 0n;
RunawayRule.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.execElapsedTimeMs != null && m.execElapsedTimeMs !== 0n)
w.uint32(8).uint64(m.execElapsedTimeMs);
if (m.processedKeys != null && m.processedKeys !== 0n)
w.uint32(16).int64(m.processedKeys);
if (m.requestUnit != null && m.requestUnit !== 0n)
w.uint32(24).int64(m.requestUnit);
return w;
};
RunawayRule.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.RunawayRule();
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
m.execElapsedTimeMs = v;
else
delete m.execElapsedTimeMs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.processedKeys = v;
else
delete m.processedKeys;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.requestUnit = v;
else
delete m.requestUnit;
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
return RunawayRule;
})();
resource_manager.RunawayAction = $Object.freeze({ NoneAction: 0, DryRun: 1, CoolDown: 2, Kill: 3, SwitchGroup: 4 });
resource_manager.RunawayWatch = (function() {
const RunawayWatch = function () {};
RunawayWatch.prototype.lastingDurationMs = 0n;
RunawayWatch.prototype.type = 0;
RunawayWatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.lastingDurationMs != null && m.lastingDurationMs !== 0n)
w.uint32(8).int64(m.lastingDurationMs);
if (m.type != null && m.type !== 0)
w.uint32(16).int32(m.type);
return w;
};
RunawayWatch.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.RunawayWatch();
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
m.lastingDurationMs = v;
else
delete m.lastingDurationMs;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.type = v;
else
delete m.type;
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
return RunawayWatch;
})();
resource_manager.RunawayWatchType = $Object.freeze({ NoneWatch: 0, Exact: 1, Similar: 2, Plan: 3 });
resource_manager.BackgroundSettings = (function() {
const BackgroundSettings = function () {};
BackgroundSettings.prototype.jobTypes = $util.emptyArray;
BackgroundSettings.prototype.utilizationLimit = 0n;
BackgroundSettings.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.jobTypes != null && m.jobTypes.length) {
for (var i = 0; i < m.jobTypes.length; ++i)
w.uint32(10).string(m.jobTypes[i]);
}
if (m.utilizationLimit != null && m.utilizationLimit !== 0n)
w.uint32(16).uint64(m.utilizationLimit);
return w;
};
BackgroundSettings.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.BackgroundSettings();
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
if (!(m.jobTypes && m.jobTypes.length))
m.jobTypes = [];
m.jobTypes.push(r.stringVerify());
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.utilizationLimit = v;
else
delete m.utilizationLimit;
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
return BackgroundSettings;
})();
resource_manager.Error = (function() {
const Error = function () {};
Error.prototype.message = "";
Error.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.message != null && m.message !== "")
w.uint32(10).string(m.message);
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
m = g || new $root.resource_manager.Error();
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
resource_manager.ListResourceGroupsRequest = (function() {
const ListResourceGroupsRequest = function () {};
ListResourceGroupsRequest.prototype.withRuStats = false;
ListResourceGroupsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.withRuStats != null && m.withRuStats !== false)
w.uint32(8).bool(m.withRuStats);
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
ListResourceGroupsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.ListResourceGroupsRequest();
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
if (v = r.bool())
m.withRuStats = v;
else
delete m.withRuStats;
continue;
}
case 2: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
return ListResourceGroupsRequest;
})();
resource_manager.ListResourceGroupsResponse = (function() {
const ListResourceGroupsResponse = function () {};
ListResourceGroupsResponse.prototype.groups = $util.emptyArray;
ListResourceGroupsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.resource_manager.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.groups != null && m.groups.length) {
for (var i = 0; i < m.groups.length; ++i)
$root.resource_manager.ResourceGroup.encode(m.groups[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
ListResourceGroupsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.ListResourceGroupsResponse();
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
m.error = $root.resource_manager.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.groups && m.groups.length))
m.groups = [];
m.groups.push($root.resource_manager.ResourceGroup.decode(r, r.size(), $undefined, q + 1));
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
return ListResourceGroupsResponse;
})();
resource_manager.GetResourceGroupRequest = (function() {
const GetResourceGroupRequest = function () {};
GetResourceGroupRequest.prototype.resourceGroupName = "";
GetResourceGroupRequest.prototype.withRuStats = false;
GetResourceGroupRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resourceGroupName != null && m.resourceGroupName !== "")
w.uint32(10).string(m.resourceGroupName);
if (m.withRuStats != null && m.withRuStats !== false)
w.uint32(16).bool(m.withRuStats);
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
GetResourceGroupRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GetResourceGroupRequest();
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
m.resourceGroupName = v;
else
delete m.resourceGroupName;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.withRuStats = v;
else
delete m.withRuStats;
continue;
}
case 3: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
return GetResourceGroupRequest;
})();
resource_manager.GetResourceGroupResponse = (function() {
const GetResourceGroupResponse = function () {};
GetResourceGroupResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.resource_manager.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.group != null)
$root.resource_manager.ResourceGroup.encode(m.group, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
GetResourceGroupResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GetResourceGroupResponse();
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
m.error = $root.resource_manager.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 2: {
if (u !== 2)
break;
m.group = $root.resource_manager.ResourceGroup.decode(r, r.size(), $undefined, q + 1, m.group);
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
return GetResourceGroupResponse;
})();
resource_manager.PutResourceGroupRequest = (function() {
const PutResourceGroupRequest = function () {};
PutResourceGroupRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.group != null)
$root.resource_manager.ResourceGroup.encode(m.group, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
PutResourceGroupRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.PutResourceGroupRequest();
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
m.group = $root.resource_manager.ResourceGroup.decode(r, r.size(), $undefined, q + 1, m.group);
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
return PutResourceGroupRequest;
})();
resource_manager.PutResourceGroupResponse = (function() {
const PutResourceGroupResponse = function () {};
PutResourceGroupResponse.prototype.body = "";
PutResourceGroupResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.resource_manager.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.body != null && m.body !== "")
w.uint32(18).string(m.body);
return w;
};
PutResourceGroupResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.PutResourceGroupResponse();
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
m.error = $root.resource_manager.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.body = v;
else
delete m.body;
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
return PutResourceGroupResponse;
})();
resource_manager.DeleteResourceGroupRequest = (function() {
const DeleteResourceGroupRequest = function () {};
DeleteResourceGroupRequest.prototype.resourceGroupName = "";
DeleteResourceGroupRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resourceGroupName != null && m.resourceGroupName !== "")
w.uint32(10).string(m.resourceGroupName);
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
DeleteResourceGroupRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.DeleteResourceGroupRequest();
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
m.resourceGroupName = v;
else
delete m.resourceGroupName;
continue;
}
case 2: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
return DeleteResourceGroupRequest;
})();
resource_manager.DeleteResourceGroupResponse = (function() {
const DeleteResourceGroupResponse = function () {};
DeleteResourceGroupResponse.prototype.body = "";
DeleteResourceGroupResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.resource_manager.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.body != null && m.body !== "")
w.uint32(18).string(m.body);
return w;
};
DeleteResourceGroupResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.DeleteResourceGroupResponse();
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
m.error = $root.resource_manager.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.body = v;
else
delete m.body;
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
return DeleteResourceGroupResponse;
})();
resource_manager.TokenBucketsRequest = (function() {
const TokenBucketsRequest = function () {};
TokenBucketsRequest.prototype.requests = $util.emptyArray;
TokenBucketsRequest.prototype.targetRequestPeriodMs = 0n;
TokenBucketsRequest.prototype.clientUniqueId = 0n;
TokenBucketsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requests != null && m.requests.length) {
for (var i = 0; i < m.requests.length; ++i)
$root.resource_manager.TokenBucketRequest.encode(m.requests[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.targetRequestPeriodMs != null && m.targetRequestPeriodMs !== 0n)
w.uint32(16).uint64(m.targetRequestPeriodMs);
if (m.clientUniqueId != null && m.clientUniqueId !== 0n)
w.uint32(24).uint64(m.clientUniqueId);
return w;
};
TokenBucketsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketsRequest();
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
if (!(m.requests && m.requests.length))
m.requests = [];
m.requests.push($root.resource_manager.TokenBucketRequest.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.targetRequestPeriodMs = v;
else
delete m.targetRequestPeriodMs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.clientUniqueId = v;
else
delete m.clientUniqueId;
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
return TokenBucketsRequest;
})();
resource_manager.TokenBucketRequest = (function() {
const TokenBucketRequest = function () {};
TokenBucketRequest.prototype.resourceGroupName = "";
TokenBucketRequest.prototype.isBackground = false;
TokenBucketRequest.prototype.isTiflash = false;
TokenBucketRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resourceGroupName != null && m.resourceGroupName !== "")
w.uint32(10).string(m.resourceGroupName);
if (m.ruItems != null)
$root.resource_manager.TokenBucketRequest.RequestRU.encode(m.ruItems, w.uint32(18).fork(), q + 1).ldelim();
if (m.rawResourceItems != null)
$root.resource_manager.TokenBucketRequest.RequestRawResource.encode(m.rawResourceItems, w.uint32(26).fork(), q + 1).ldelim();
if (m.consumptionSinceLastRequest != null)
$root.resource_manager.Consumption.encode(m.consumptionSinceLastRequest, w.uint32(34).fork(), q + 1).ldelim();
if (m.isBackground != null && m.isBackground !== false)
w.uint32(40).bool(m.isBackground);
if (m.isTiflash != null && m.isTiflash !== false)
w.uint32(48).bool(m.isTiflash);
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(58).fork(), q + 1).ldelim();
return w;
};
TokenBucketRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketRequest();
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
m.resourceGroupName = v;
else
delete m.resourceGroupName;
continue;
}
case 2: {
if (u !== 2)
break;
m.ruItems = $root.resource_manager.TokenBucketRequest.RequestRU.decode(r, r.size(), $undefined, q + 1, m.ruItems);
if (m.request !== "ruItems") { if (m.request) m[m.request] = $undefined; m.request = "ruItems"; }
continue;
}
case 3: {
if (u !== 2)
break;
m.rawResourceItems = $root.resource_manager.TokenBucketRequest.RequestRawResource.decode(r, r.size(), $undefined, q + 1, m.rawResourceItems);
if (m.request !== "rawResourceItems") { if (m.request) m[m.request] = $undefined; m.request = "rawResourceItems"; }
continue;
}
case 4: {
if (u !== 2)
break;
m.consumptionSinceLastRequest = $root.resource_manager.Consumption.decode(r, r.size(), $undefined, q + 1, m.consumptionSinceLastRequest);
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.isBackground = v;
else
delete m.isBackground;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.isTiflash = v;
else
delete m.isTiflash;
continue;
}
case 7: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
TokenBucketRequest.RequestRU = (function() {
const RequestRU = function () {};
RequestRU.prototype.requestRu = $util.emptyArray;
RequestRU.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requestRu != null && m.requestRu.length) {
for (var i = 0; i < m.requestRu.length; ++i)
$root.resource_manager.RequestUnitItem.encode(m.requestRu[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
RequestRU.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketRequest.RequestRU();
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
if (!(m.requestRu && m.requestRu.length))
m.requestRu = [];
m.requestRu.push($root.resource_manager.RequestUnitItem.decode(r, r.size(), $undefined, q + 1));
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
return RequestRU;
})();
TokenBucketRequest.RequestRawResource = (function() {
const RequestRawResource = function () {};
RequestRawResource.prototype.requestRawResource = $util.emptyArray;
RequestRawResource.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requestRawResource != null && m.requestRawResource.length) {
for (var i = 0; i < m.requestRawResource.length; ++i)
$root.resource_manager.RawResourceItem.encode(m.requestRawResource[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
RequestRawResource.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketRequest.RequestRawResource();
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
if (!(m.requestRawResource && m.requestRawResource.length))
m.requestRawResource = [];
m.requestRawResource.push($root.resource_manager.RawResourceItem.decode(r, r.size(), $undefined, q + 1));
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
return RequestRawResource;
})();
return TokenBucketRequest;
})();
resource_manager.TokenBucketsResponse = (function() {
const TokenBucketsResponse = function () {};
TokenBucketsResponse.prototype.responses = $util.emptyArray;
TokenBucketsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.resource_manager.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.responses != null && m.responses.length) {
for (var i = 0; i < m.responses.length; ++i)
$root.resource_manager.TokenBucketResponse.encode(m.responses[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
TokenBucketsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketsResponse();
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
m.error = $root.resource_manager.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.responses && m.responses.length))
m.responses = [];
m.responses.push($root.resource_manager.TokenBucketResponse.decode(r, r.size(), $undefined, q + 1));
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
return TokenBucketsResponse;
})();
resource_manager.TokenBucketResponse = (function() {
const TokenBucketResponse = function () {};
TokenBucketResponse.prototype.resourceGroupName = "";
TokenBucketResponse.prototype.grantedRuTokens = $util.emptyArray;
TokenBucketResponse.prototype.grantedResourceTokens = $util.emptyArray;
TokenBucketResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resourceGroupName != null && m.resourceGroupName !== "")
w.uint32(10).string(m.resourceGroupName);
if (m.grantedRuTokens != null && m.grantedRuTokens.length) {
for (var i = 0; i < m.grantedRuTokens.length; ++i)
$root.resource_manager.GrantedRUTokenBucket.encode(m.grantedRuTokens[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.grantedResourceTokens != null && m.grantedResourceTokens.length) {
for (var i = 0; i < m.grantedResourceTokens.length; ++i)
$root.resource_manager.GrantedRawResourceTokenBucket.encode(m.grantedResourceTokens[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.keyspaceId != null)
$root.resource_manager.KeyspaceIDValue.encode(m.keyspaceId, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
TokenBucketResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.TokenBucketResponse();
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
m.resourceGroupName = v;
else
delete m.resourceGroupName;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.grantedRuTokens && m.grantedRuTokens.length))
m.grantedRuTokens = [];
m.grantedRuTokens.push($root.resource_manager.GrantedRUTokenBucket.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.grantedResourceTokens && m.grantedResourceTokens.length))
m.grantedResourceTokens = [];
m.grantedResourceTokens.push($root.resource_manager.GrantedRawResourceTokenBucket.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.keyspaceId = $root.resource_manager.KeyspaceIDValue.decode(r, r.size(), $undefined, q + 1, m.keyspaceId);
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
return TokenBucketResponse;
})();
resource_manager.GrantedRUTokenBucket = (function() {
const GrantedRUTokenBucket = function () {};
GrantedRUTokenBucket.prototype.type = 0;
GrantedRUTokenBucket.prototype.trickleTimeMs = 0n;
GrantedRUTokenBucket.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.grantedTokens != null)
$root.resource_manager.TokenBucket.encode(m.grantedTokens, w.uint32(18).fork(), q + 1).ldelim();
if (m.trickleTimeMs != null && m.trickleTimeMs !== 0n)
w.uint32(24).int64(m.trickleTimeMs);
return w;
};
GrantedRUTokenBucket.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GrantedRUTokenBucket();
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
m.grantedTokens = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.grantedTokens);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.trickleTimeMs = v;
else
delete m.trickleTimeMs;
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
return GrantedRUTokenBucket;
})();
resource_manager.GrantedRawResourceTokenBucket = (function() {
const GrantedRawResourceTokenBucket = function () {};
GrantedRawResourceTokenBucket.prototype.type = 0;
GrantedRawResourceTokenBucket.prototype.trickleTimeMs = 0n;
GrantedRawResourceTokenBucket.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.grantedTokens != null)
$root.resource_manager.TokenBucket.encode(m.grantedTokens, w.uint32(18).fork(), q + 1).ldelim();
if (m.trickleTimeMs != null && m.trickleTimeMs !== 0n)
w.uint32(24).int64(m.trickleTimeMs);
return w;
};
GrantedRawResourceTokenBucket.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.GrantedRawResourceTokenBucket();
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
m.grantedTokens = $root.resource_manager.TokenBucket.decode(r, r.size(), $undefined, q + 1, m.grantedTokens);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.trickleTimeMs = v;
else
delete m.trickleTimeMs;
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
return GrantedRawResourceTokenBucket;
})();
resource_manager.RequestUnitItem = (function() {
const RequestUnitItem = function () {};
RequestUnitItem.prototype.type = 0;
RequestUnitItem.prototype.value = 0;
RequestUnitItem.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.value != null && !$Object.is(m.value, 0))
w.uint32(17).double(m.value);
return w;
};
RequestUnitItem.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.RequestUnitItem();
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
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
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
return RequestUnitItem;
})();
resource_manager.RequestUnitType = $Object.freeze({ RU: 0 });
resource_manager.RawResourceItem = (function() {
const RawResourceItem = function () {};
RawResourceItem.prototype.type = 0;
RawResourceItem.prototype.value = 0;
RawResourceItem.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.value != null && !$Object.is(m.value, 0))
w.uint32(17).double(m.value);
return w;
};
RawResourceItem.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.RawResourceItem();
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
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
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
return RawResourceItem;
})();
resource_manager.RawResourceType = $Object.freeze({ CPU: 0, IOReadFlow: 1, IOWriteFlow: 2 });
resource_manager.Consumption = (function() {
const Consumption = function () {};
Consumption.prototype.rru = 0;
Consumption.prototype.wru = 0;
Consumption.prototype.readBytes = 0;
Consumption.prototype.writeBytes = 0;
Consumption.prototype.totalCpuTimeMs = 0;
Consumption.prototype.sqlLayerCpuTimeMs = 0;
Consumption.prototype.kvReadRpcCount = 0;
Consumption.prototype.kvWriteRpcCount = 0;
Consumption.prototype.readCrossAzTrafficBytes = 0n;
Consumption.prototype.writeCrossAzTrafficBytes = 0n;
Consumption.prototype.tikvRuV2 = 0;
Consumption.prototype.tidbRuV2 = 0;
Consumption.prototype.tiflashRuV2 = 0;
Consumption.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.rru != null && !$Object.is(m.rru, 0))
w.uint32(9).double(m.rru);
if (m.wru != null && !$Object.is(m.wru, 0))
w.uint32(17).double(m.wru);
if (m.readBytes != null && !$Object.is(m.readBytes, 0))
w.uint32(25).double(m.readBytes);
if (m.writeBytes != null && !$Object.is(m.writeBytes, 0))
w.uint32(33).double(m.writeBytes);
if (m.totalCpuTimeMs != null && !$Object.is(m.totalCpuTimeMs, 0))
w.uint32(41).double(m.totalCpuTimeMs);
if (m.sqlLayerCpuTimeMs != null && !$Object.is(m.sqlLayerCpuTimeMs, 0))
w.uint32(49).double(m.sqlLayerCpuTimeMs);
if (m.kvReadRpcCount != null && !$Object.is(m.kvReadRpcCount, 0))
w.uint32(57).double(m.kvReadRpcCount);
if (m.kvWriteRpcCount != null && !$Object.is(m.kvWriteRpcCount, 0))
w.uint32(65).double(m.kvWriteRpcCount);
if (m.readCrossAzTrafficBytes != null && m.readCrossAzTrafficBytes !== 0n)
w.uint32(72).uint64(m.readCrossAzTrafficBytes);
if (m.writeCrossAzTrafficBytes != null && m.writeCrossAzTrafficBytes !== 0n)
w.uint32(80).uint64(m.writeCrossAzTrafficBytes);
if (m.tikvRuV2 != null && !$Object.is(m.tikvRuV2, 0))
w.uint32(89).double(m.tikvRuV2);
if (m.tidbRuV2 != null && !$Object.is(m.tidbRuV2, 0))
w.uint32(97).double(m.tidbRuV2);
if (m.tiflashRuV2 != null && !$Object.is(m.tiflashRuV2, 0))
w.uint32(105).double(m.tiflashRuV2);
return w;
};
Consumption.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.Consumption();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.rru = v;
else
delete m.rru;
continue;
}
case 2: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.wru = v;
else
delete m.wru;
continue;
}
case 3: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.readBytes = v;
else
delete m.readBytes;
continue;
}
case 4: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.writeBytes = v;
else
delete m.writeBytes;
continue;
}
case 5: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.totalCpuTimeMs = v;
else
delete m.totalCpuTimeMs;
continue;
}
case 6: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.sqlLayerCpuTimeMs = v;
else
delete m.sqlLayerCpuTimeMs;
continue;
}
case 7: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.kvReadRpcCount = v;
else
delete m.kvReadRpcCount;
continue;
}
case 8: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.kvWriteRpcCount = v;
else
delete m.kvWriteRpcCount;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.readCrossAzTrafficBytes = v;
else
delete m.readCrossAzTrafficBytes;
continue;
}
case 10: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.writeCrossAzTrafficBytes = v;
else
delete m.writeCrossAzTrafficBytes;
continue;
}
case 11: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.tikvRuV2 = v;
else
delete m.tikvRuV2;
continue;
}
case 12: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.tidbRuV2 = v;
else
delete m.tidbRuV2;
continue;
}
case 13: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.tiflashRuV2 = v;
else
delete m.tiflashRuV2;
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
return Consumption;
})();
resource_manager.Participant = (function() {
const Participant = function () {};
Participant.prototype.name = "";
Participant.prototype.id = 0n;
Participant.prototype.listenUrls = $util.emptyArray;
Participant.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.id != null && m.id !== 0n)
w.uint32(16).uint64(m.id);
if (m.listenUrls != null && m.listenUrls.length) {
for (var i = 0; i < m.listenUrls.length; ++i)
w.uint32(26).string(m.listenUrls[i]);
}
return w;
};
Participant.decode = function (r, l, z, q, g) {
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
m = g || new $root.resource_manager.Participant();
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
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.listenUrls && m.listenUrls.length))
m.listenUrls = [];
m.listenUrls.push(r.stringVerify());
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
return Participant;
})();
return resource_manager;
})();
export const debugpb = $root.debugpb = (() => {
const debugpb = {};
debugpb.GetRegionPropertiesRequest = (function() {
const GetRegionPropertiesRequest = function () {};
GetRegionPropertiesRequest.prototype.regionId = 0n;
GetRegionPropertiesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
return w;
};
GetRegionPropertiesRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.debugpb.GetRegionPropertiesRequest();
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
return GetRegionPropertiesRequest;
})();
debugpb.GetRegionPropertiesResponse = (function() {
const GetRegionPropertiesResponse = function () {};
GetRegionPropertiesResponse.prototype.props = $util.emptyArray;
GetRegionPropertiesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.props != null && m.props.length) {
for (var i = 0; i < m.props.length; ++i)
$root.debugpb.Property.encode(m.props[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
GetRegionPropertiesResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.debugpb.GetRegionPropertiesResponse();
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
if (!(m.props && m.props.length))
m.props = [];
m.props.push($root.debugpb.Property.decode(r, r.size(), $undefined, q + 1));
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
return GetRegionPropertiesResponse;
})();
debugpb.Property = (function() {
const Property = function () {};
Property.prototype.name = "";
Property.prototype.value = "";
Property.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.value != null && m.value !== "")
w.uint32(18).string(m.value);
return w;
};
Property.decode = function (r, l, z, q, g) {
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
m = g || new $root.debugpb.Property();
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
return Property;
})();
return debugpb;
})();
export const keyspacepb = $root.keyspacepb = (() => {
const keyspacepb = {};
keyspacepb.KeyspaceMeta = (function() {
const KeyspaceMeta = function () {};
KeyspaceMeta.prototype.name = "";
KeyspaceMeta.prototype.state = 0;
KeyspaceMeta.prototype.createdAt = 0n;
KeyspaceMeta.prototype.stateChangedAt = 0n;
KeyspaceMeta.prototype.config = $util.emptyObject;
KeyspaceMeta.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null)
w.uint32(8).uint32(m.id);
if (m.name != null && m.name !== "")
w.uint32(18).string(m.name);
if (m.state != null && m.state !== 0)
w.uint32(24).int32(m.state);
if (m.createdAt != null && m.createdAt !== 0n)
w.uint32(32).int64(m.createdAt);
if (m.stateChangedAt != null && m.stateChangedAt !== 0n)
w.uint32(40).int64(m.stateChangedAt);
if (m.config != null) {
for (var ks = $Object.keys(m.config), i = 0; i < ks.length; ++i) {
w.uint32(58).fork().uint32(10).string(ks[i]).uint32(18).string(m.config[ks[i]]).ldelim();
}
}
return w;
};
KeyspaceMeta.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.keyspacepb.KeyspaceMeta();
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
m.id = r.uint32();
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
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
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.createdAt = v;
else
delete m.createdAt;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.stateChangedAt = v;
else
delete m.stateChangedAt;
continue;
}
case 7: {
if (u !== 2)
break;
if (m.config === $util.emptyObject) m.config = $Object.create(null);
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
m.config[k] = v;
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
return KeyspaceMeta;
})();
keyspacepb.KeyspaceState = $Object.freeze({ ENABLED: 0, DISABLED: 1, ARCHIVED: 2, TOMBSTONE: 3 });
keyspacepb.LoadKeyspaceRequest = (function() {
const LoadKeyspaceRequest = function () {};
LoadKeyspaceRequest.prototype.name = "";
LoadKeyspaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.name != null && m.name !== "")
w.uint32(18).string(m.name);
return w;
};
LoadKeyspaceRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.LoadKeyspaceRequest();
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
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
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
return LoadKeyspaceRequest;
})();
keyspacepb.LoadKeyspaceByIDRequest = (function() {
const LoadKeyspaceByIDRequest = function () {};
LoadKeyspaceByIDRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.id != null)
w.uint32(16).uint32(m.id);
return w;
};
LoadKeyspaceByIDRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.LoadKeyspaceByIDRequest();
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
m.id = r.uint32();
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
return LoadKeyspaceByIDRequest;
})();
keyspacepb.LoadKeyspaceResponse = (function() {
const LoadKeyspaceResponse = function () {};
LoadKeyspaceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspace != null)
$root.keyspacepb.KeyspaceMeta.encode(m.keyspace, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
LoadKeyspaceResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.LoadKeyspaceResponse();
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
m.keyspace = $root.keyspacepb.KeyspaceMeta.decode(r, r.size(), $undefined, q + 1, m.keyspace);
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
return LoadKeyspaceResponse;
})();
keyspacepb.GetAllKeyspacesRequest = (function() {
const GetAllKeyspacesRequest = function () {};
GetAllKeyspacesRequest.prototype.limit = 0;
GetAllKeyspacesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.startId != null)
w.uint32(16).uint32(m.startId);
if (m.limit != null && m.limit !== 0)
w.uint32(24).uint32(m.limit);
return w;
};
GetAllKeyspacesRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.GetAllKeyspacesRequest();
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
m.startId = r.uint32();
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.limit = v;
else
delete m.limit;
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
return GetAllKeyspacesRequest;
})();
keyspacepb.GetAllKeyspacesResponse = (function() {
const GetAllKeyspacesResponse = function () {};
GetAllKeyspacesResponse.prototype.keyspaces = $util.emptyArray;
GetAllKeyspacesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspaces != null && m.keyspaces.length) {
for (var i = 0; i < m.keyspaces.length; ++i)
$root.keyspacepb.KeyspaceMeta.encode(m.keyspaces[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
GetAllKeyspacesResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.GetAllKeyspacesResponse();
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
if (!(m.keyspaces && m.keyspaces.length))
m.keyspaces = [];
m.keyspaces.push($root.keyspacepb.KeyspaceMeta.decode(r, r.size(), $undefined, q + 1));
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
return GetAllKeyspacesResponse;
})();
keyspacepb.UpdateKeyspaceStateRequest = (function() {
const UpdateKeyspaceStateRequest = function () {};
UpdateKeyspaceStateRequest.prototype.state = 0;
UpdateKeyspaceStateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.id != null)
w.uint32(16).uint32(m.id);
if (m.state != null && m.state !== 0)
w.uint32(24).int32(m.state);
return w;
};
UpdateKeyspaceStateRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.UpdateKeyspaceStateRequest();
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
m.id = r.uint32();
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
return UpdateKeyspaceStateRequest;
})();
keyspacepb.UpdateKeyspaceStateResponse = (function() {
const UpdateKeyspaceStateResponse = function () {};
UpdateKeyspaceStateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspace != null)
$root.keyspacepb.KeyspaceMeta.encode(m.keyspace, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
UpdateKeyspaceStateResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.UpdateKeyspaceStateResponse();
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
m.keyspace = $root.keyspacepb.KeyspaceMeta.decode(r, r.size(), $undefined, q + 1, m.keyspace);
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
return UpdateKeyspaceStateResponse;
})();
keyspacepb.WatchKeyspacesRequest = (function() {
const WatchKeyspacesRequest = function () {};
WatchKeyspacesRequest.encode = function (m, w, q) {
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
WatchKeyspacesRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.WatchKeyspacesRequest();
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
return WatchKeyspacesRequest;
})();
keyspacepb.WatchKeyspacesResponse = (function() {
const WatchKeyspacesResponse = function () {};
WatchKeyspacesResponse.prototype.keyspaces = $util.emptyArray;
WatchKeyspacesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspaces != null && m.keyspaces.length) {
for (var i = 0; i < m.keyspaces.length; ++i)
$root.keyspacepb.KeyspaceMeta.encode(m.keyspaces[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
WatchKeyspacesResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.keyspacepb.WatchKeyspacesResponse();
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
if (!(m.keyspaces && m.keyspaces.length))
m.keyspaces = [];
m.keyspaces.push($root.keyspacepb.KeyspaceMeta.decode(r, r.size(), $undefined, q + 1));
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
return WatchKeyspacesResponse;
})();
return keyspacepb;
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
pdpb.GetMinTSRequest = (function() {
const GetMinTSRequest = function () {};
GetMinTSRequest.encode = function (m, w, q) {
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
GetMinTSRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetMinTSRequest();
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
return GetMinTSRequest;
})();
pdpb.GetMinTSResponse = (function() {
const GetMinTSResponse = function () {};
GetMinTSResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.timestamp != null)
$root.pdpb.Timestamp.encode(m.timestamp, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
GetMinTSResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetMinTSResponse();
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
return GetMinTSResponse;
})();
pdpb.GetExternalTimestampRequest = (function() {
const GetExternalTimestampRequest = function () {};
GetExternalTimestampRequest.encode = function (m, w, q) {
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
GetExternalTimestampRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetExternalTimestampRequest();
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
return GetExternalTimestampRequest;
})();
pdpb.GetExternalTimestampResponse = (function() {
const GetExternalTimestampResponse = function () {};
GetExternalTimestampResponse.prototype.timestamp = 0n;
GetExternalTimestampResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.timestamp != null && m.timestamp !== 0n)
w.uint32(16).uint64(m.timestamp);
return w;
};
GetExternalTimestampResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetExternalTimestampResponse();
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
if ((v = r.uint64()) !== 0n)
m.timestamp = v;
else
delete m.timestamp;
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
return GetExternalTimestampResponse;
})();
pdpb.SetExternalTimestampRequest = (function() {
const SetExternalTimestampRequest = function () {};
SetExternalTimestampRequest.prototype.timestamp = 0n;
SetExternalTimestampRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.timestamp != null && m.timestamp !== 0n)
w.uint32(16).uint64(m.timestamp);
return w;
};
SetExternalTimestampRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetExternalTimestampRequest();
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
m.timestamp = v;
else
delete m.timestamp;
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
return SetExternalTimestampRequest;
})();
pdpb.SetExternalTimestampResponse = (function() {
const SetExternalTimestampResponse = function () {};
SetExternalTimestampResponse.encode = function (m, w, q) {
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
SetExternalTimestampResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetExternalTimestampResponse();
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
return SetExternalTimestampResponse;
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
pdpb.QueryRegionRequest = (function() {
const QueryRegionRequest = function () {};
QueryRegionRequest.prototype.needBuckets = false;
QueryRegionRequest.prototype.ids = $util.emptyArray;
QueryRegionRequest.prototype.keys = $util.emptyArray;
QueryRegionRequest.prototype.prevKeys = $util.emptyArray;
QueryRegionRequest.encode = function (m, w, q) {
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
if (m.ids != null && m.ids.length) {
w.uint32(26).uint64s(m.ids);
}
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(34).bytes(m.keys[i]);
}
if (m.prevKeys != null && m.prevKeys.length) {
for (var i = 0; i < m.prevKeys.length; ++i)
w.uint32(42).bytes(m.prevKeys[i]);
}
return w;
};
QueryRegionRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.QueryRegionRequest();
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
if (u === 2) {
if (!(m.ids && m.ids.length))
m.ids = [];
r.uint64s(m.ids);
continue;
}
if (u !== 0)
break;
if (!(m.ids && m.ids.length))
m.ids = [];
m.ids.push(r.uint64());
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.prevKeys && m.prevKeys.length))
m.prevKeys = [];
m.prevKeys.push(r.bytes());
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
return QueryRegionRequest;
})();
pdpb.QueryRegionResponse = (function() {
const QueryRegionResponse = function () {};
QueryRegionResponse.prototype.keyIdMap = $util.emptyArray;
QueryRegionResponse.prototype.prevKeyIdMap = $util.emptyArray;
QueryRegionResponse.prototype.regionsById = $util.emptyObject;
QueryRegionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyIdMap != null && m.keyIdMap.length) {
w.uint32(18).uint64s(m.keyIdMap);
}
if (m.prevKeyIdMap != null && m.prevKeyIdMap.length) {
w.uint32(26).uint64s(m.prevKeyIdMap);
}
if (m.regionsById != null) {
for (var ks = $Object.keys(m.regionsById), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(8).uint64(BigInt(ks[i]));
$root.pdpb.RegionResponse.encode(m.regionsById[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
}
}
return w;
};
QueryRegionResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.pdpb.QueryRegionResponse();
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
if (!(m.keyIdMap && m.keyIdMap.length))
m.keyIdMap = [];
r.uint64s(m.keyIdMap);
continue;
}
if (u !== 0)
break;
if (!(m.keyIdMap && m.keyIdMap.length))
m.keyIdMap = [];
m.keyIdMap.push(r.uint64());
continue;
}
case 3: {
if (u === 2) {
if (!(m.prevKeyIdMap && m.prevKeyIdMap.length))
m.prevKeyIdMap = [];
r.uint64s(m.prevKeyIdMap);
continue;
}
if (u !== 0)
break;
if (!(m.prevKeyIdMap && m.prevKeyIdMap.length))
m.prevKeyIdMap = [];
m.prevKeyIdMap.push(r.uint64());
continue;
}
case 4: {
if (u !== 2)
break;
if (m.regionsById === $util.emptyObject) m.regionsById = $Object.create(null);
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = 0;
v = null;
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 0)
break;
k = r.uint64();
continue;
case 2:
if (u !== 2)
break;
v = $root.pdpb.RegionResponse.decode(r, r.size(), $undefined, q + 1, v);
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
m.regionsById[k] = v || new $root.pdpb.RegionResponse();
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
return QueryRegionResponse;
})();
pdpb.RegionResponse = (function() {
const RegionResponse = function () {};
RegionResponse.prototype.downPeers = $util.emptyArray;
RegionResponse.prototype.pendingPeers = $util.emptyArray;
RegionResponse.encode = function (m, w, q) {
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
RegionResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.RegionResponse();
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
return RegionResponse;
})();
pdpb.ScatterRegionRequest = (function() {
const ScatterRegionRequest = function () {};
ScatterRegionRequest.prototype.group = "";
ScatterRegionRequest.prototype.regionsId = $util.emptyArray;
ScatterRegionRequest.prototype.retryLimit = 0n;
ScatterRegionRequest.prototype.skipStoreLimit = false;
ScatterRegionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.region != null)
$root.metapb.Region.encode(m.region, w.uint32(26).fork(), q + 1).ldelim();
if (m.leader != null)
$root.metapb.Peer.encode(m.leader, w.uint32(34).fork(), q + 1).ldelim();
if (m.group != null && m.group !== "")
w.uint32(42).string(m.group);
if (m.regionsId != null && m.regionsId.length) {
w.uint32(50).uint64s(m.regionsId);
}
if (m.retryLimit != null && m.retryLimit !== 0n)
w.uint32(56).uint64(m.retryLimit);
if (m.skipStoreLimit != null && m.skipStoreLimit !== false)
w.uint32(64).bool(m.skipStoreLimit);
return w;
};
ScatterRegionRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.ScatterRegionRequest();
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
case 3: {
if (u !== 2)
break;
m.region = $root.metapb.Region.decode(r, r.size(), $undefined, q + 1, m.region);
continue;
}
case 4: {
if (u !== 2)
break;
m.leader = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.leader);
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.group = v;
else
delete m.group;
continue;
}
case 6: {
if (u === 2) {
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
r.uint64s(m.regionsId);
continue;
}
if (u !== 0)
break;
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
m.regionsId.push(r.uint64());
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.retryLimit = v;
else
delete m.retryLimit;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.skipStoreLimit = v;
else
delete m.skipStoreLimit;
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
return ScatterRegionRequest;
})();
pdpb.ScatterRegionResponse = (function() {
const ScatterRegionResponse = function () {};
ScatterRegionResponse.prototype.finishedPercentage = 0n;
ScatterRegionResponse.prototype.failedRegionsId = $util.emptyArray;
ScatterRegionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.finishedPercentage != null && m.finishedPercentage !== 0n)
w.uint32(16).uint64(m.finishedPercentage);
if (m.failedRegionsId != null && m.failedRegionsId.length) {
w.uint32(26).uint64s(m.failedRegionsId);
}
return w;
};
ScatterRegionResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.ScatterRegionResponse();
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
if ((v = r.uint64()) !== 0n)
m.finishedPercentage = v;
else
delete m.finishedPercentage;
continue;
}
case 3: {
if (u === 2) {
if (!(m.failedRegionsId && m.failedRegionsId.length))
m.failedRegionsId = [];
r.uint64s(m.failedRegionsId);
continue;
}
if (u !== 0)
break;
if (!(m.failedRegionsId && m.failedRegionsId.length))
m.failedRegionsId = [];
m.failedRegionsId.push(r.uint64());
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
return ScatterRegionResponse;
})();
pdpb.SplitRegionsRequest = (function() {
const SplitRegionsRequest = function () {};
SplitRegionsRequest.prototype.splitKeys = $util.emptyArray;
SplitRegionsRequest.prototype.retryLimit = 0n;
SplitRegionsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.splitKeys != null && m.splitKeys.length) {
for (var i = 0; i < m.splitKeys.length; ++i)
w.uint32(18).bytes(m.splitKeys[i]);
}
if (m.retryLimit != null && m.retryLimit !== 0n)
w.uint32(24).uint64(m.retryLimit);
return w;
};
SplitRegionsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SplitRegionsRequest();
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
if (!(m.splitKeys && m.splitKeys.length))
m.splitKeys = [];
m.splitKeys.push(r.bytes());
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.retryLimit = v;
else
delete m.retryLimit;
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
return SplitRegionsRequest;
})();
pdpb.SplitRegionsResponse = (function() {
const SplitRegionsResponse = function () {};
SplitRegionsResponse.prototype.finishedPercentage = 0n;
SplitRegionsResponse.prototype.regionsId = $util.emptyArray;
SplitRegionsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.finishedPercentage != null && m.finishedPercentage !== 0n)
w.uint32(16).uint64(m.finishedPercentage);
if (m.regionsId != null && m.regionsId.length) {
w.uint32(26).uint64s(m.regionsId);
}
return w;
};
SplitRegionsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SplitRegionsResponse();
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
if ((v = r.uint64()) !== 0n)
m.finishedPercentage = v;
else
delete m.finishedPercentage;
continue;
}
case 3: {
if (u === 2) {
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
r.uint64s(m.regionsId);
continue;
}
if (u !== 0)
break;
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
m.regionsId.push(r.uint64());
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
return SplitRegionsResponse;
})();
pdpb.SplitAndScatterRegionsRequest = (function() {
const SplitAndScatterRegionsRequest = function () {};
SplitAndScatterRegionsRequest.prototype.splitKeys = $util.emptyArray;
SplitAndScatterRegionsRequest.prototype.group = "";
SplitAndScatterRegionsRequest.prototype.retryLimit = 0n;
SplitAndScatterRegionsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.splitKeys != null && m.splitKeys.length) {
for (var i = 0; i < m.splitKeys.length; ++i)
w.uint32(18).bytes(m.splitKeys[i]);
}
if (m.group != null && m.group !== "")
w.uint32(26).string(m.group);
if (m.retryLimit != null && m.retryLimit !== 0n)
w.uint32(32).uint64(m.retryLimit);
return w;
};
SplitAndScatterRegionsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SplitAndScatterRegionsRequest();
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
if (!(m.splitKeys && m.splitKeys.length))
m.splitKeys = [];
m.splitKeys.push(r.bytes());
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.group = v;
else
delete m.group;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.retryLimit = v;
else
delete m.retryLimit;
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
return SplitAndScatterRegionsRequest;
})();
pdpb.SplitAndScatterRegionsResponse = (function() {
const SplitAndScatterRegionsResponse = function () {};
SplitAndScatterRegionsResponse.prototype.splitFinishedPercentage = 0n;
SplitAndScatterRegionsResponse.prototype.scatterFinishedPercentage = 0n;
SplitAndScatterRegionsResponse.prototype.regionsId = $util.emptyArray;
SplitAndScatterRegionsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.splitFinishedPercentage != null && m.splitFinishedPercentage !== 0n)
w.uint32(16).uint64(m.splitFinishedPercentage);
if (m.scatterFinishedPercentage != null && m.scatterFinishedPercentage !== 0n)
w.uint32(24).uint64(m.scatterFinishedPercentage);
if (m.regionsId != null && m.regionsId.length) {
w.uint32(34).uint64s(m.regionsId);
}
return w;
};
SplitAndScatterRegionsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SplitAndScatterRegionsResponse();
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
if ((v = r.uint64()) !== 0n)
m.splitFinishedPercentage = v;
else
delete m.splitFinishedPercentage;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.scatterFinishedPercentage = v;
else
delete m.scatterFinishedPercentage;
continue;
}
case 4: {
if (u === 2) {
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
r.uint64s(m.regionsId);
continue;
}
if (u !== 0)
break;
if (!(m.regionsId && m.regionsId.length))
m.regionsId = [];
m.regionsId.push(r.uint64());
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
return SplitAndScatterRegionsResponse;
})();
pdpb.GetOperatorRequest = (function() {
const GetOperatorRequest = function () {};
GetOperatorRequest.prototype.regionId = 0n;
GetOperatorRequest.encode = function (m, w, q) {
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
return w;
};
GetOperatorRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetOperatorRequest();
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
return GetOperatorRequest;
})();
pdpb.GetOperatorResponse = (function() {
const GetOperatorResponse = function () {};
GetOperatorResponse.prototype.regionId = 0n;
GetOperatorResponse.prototype.desc = $util.emptyBytes;
GetOperatorResponse.prototype.status = 0;
GetOperatorResponse.prototype.kind = $util.emptyBytes;
GetOperatorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.regionId != null && m.regionId !== 0n)
w.uint32(16).uint64(m.regionId);
if (m.desc != null && m.desc.length)
w.uint32(26).bytes(m.desc);
if (m.status != null && m.status !== 0)
w.uint32(32).int32(m.status);
if (m.kind != null && m.kind.length)
w.uint32(42).bytes(m.kind);
return w;
};
GetOperatorResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetOperatorResponse();
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
if ((v = r.uint64()) !== 0n)
m.regionId = v;
else
delete m.regionId;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.desc = v;
else
delete m.desc;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.kind = v;
else
delete m.kind;
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
return GetOperatorResponse;
})();
pdpb.OperatorStatus = $Object.freeze({ SUCCESS: 0, TIMEOUT: 1, CANCEL: 2, REPLACE: 3, RUNNING: 4 });
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
pdpb.GetAllKeyspacesGCStatesRequest = (function() {
const GetAllKeyspacesGCStatesRequest = function () {};
GetAllKeyspacesGCStatesRequest.prototype.excludeGcBarriers = false;
GetAllKeyspacesGCStatesRequest.prototype.excludeGlobalGcBarriers = false;
GetAllKeyspacesGCStatesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.excludeGcBarriers != null && m.excludeGcBarriers !== false)
w.uint32(16).bool(m.excludeGcBarriers);
if (m.excludeGlobalGcBarriers != null && m.excludeGlobalGcBarriers !== false)
w.uint32(24).bool(m.excludeGlobalGcBarriers);
return w;
};
GetAllKeyspacesGCStatesRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetAllKeyspacesGCStatesRequest();
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
m.excludeGcBarriers = v;
else
delete m.excludeGcBarriers;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.excludeGlobalGcBarriers = v;
else
delete m.excludeGlobalGcBarriers;
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
return GetAllKeyspacesGCStatesRequest;
})();
pdpb.GetAllKeyspacesGCStatesResponse = (function() {
const GetAllKeyspacesGCStatesResponse = function () {};
GetAllKeyspacesGCStatesResponse.prototype.gcStates = $util.emptyArray;
GetAllKeyspacesGCStatesResponse.prototype.globalGcBarriers = $util.emptyArray;
GetAllKeyspacesGCStatesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.gcStates != null && m.gcStates.length) {
for (var i = 0; i < m.gcStates.length; ++i)
$root.pdpb.GCState.encode(m.gcStates[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.globalGcBarriers != null && m.globalGcBarriers.length) {
for (var i = 0; i < m.globalGcBarriers.length; ++i)
$root.pdpb.GlobalGCBarrierInfo.encode(m.globalGcBarriers[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
GetAllKeyspacesGCStatesResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetAllKeyspacesGCStatesResponse();
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
if (!(m.gcStates && m.gcStates.length))
m.gcStates = [];
m.gcStates.push($root.pdpb.GCState.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.globalGcBarriers && m.globalGcBarriers.length))
m.globalGcBarriers = [];
m.globalGcBarriers.push($root.pdpb.GlobalGCBarrierInfo.decode(r, r.size(), $undefined, q + 1));
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
return GetAllKeyspacesGCStatesResponse;
})();
pdpb.AdvanceTxnSafePointRequest = (function() {
const AdvanceTxnSafePointRequest = function () {};
AdvanceTxnSafePointRequest.prototype.target = 0n;
AdvanceTxnSafePointRequest.encode = function (m, w, q) {
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
if (m.target != null && m.target !== 0n)
w.uint32(24).uint64(m.target);
return w;
};
AdvanceTxnSafePointRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.AdvanceTxnSafePointRequest();
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
if ((v = r.uint64()) !== 0n)
m.target = v;
else
delete m.target;
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
return AdvanceTxnSafePointRequest;
})();
pdpb.AdvanceTxnSafePointResponse = (function() {
const AdvanceTxnSafePointResponse = function () {};
AdvanceTxnSafePointResponse.prototype.oldTxnSafePoint = 0n;
AdvanceTxnSafePointResponse.prototype.newTxnSafePoint = 0n;
AdvanceTxnSafePointResponse.prototype.blockerDescription = "";
AdvanceTxnSafePointResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.oldTxnSafePoint != null && m.oldTxnSafePoint !== 0n)
w.uint32(16).uint64(m.oldTxnSafePoint);
if (m.newTxnSafePoint != null && m.newTxnSafePoint !== 0n)
w.uint32(24).uint64(m.newTxnSafePoint);
if (m.blockerDescription != null && m.blockerDescription !== "")
w.uint32(34).string(m.blockerDescription);
return w;
};
AdvanceTxnSafePointResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.AdvanceTxnSafePointResponse();
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
if ((v = r.uint64()) !== 0n)
m.oldTxnSafePoint = v;
else
delete m.oldTxnSafePoint;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.newTxnSafePoint = v;
else
delete m.newTxnSafePoint;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.blockerDescription = v;
else
delete m.blockerDescription;
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
return AdvanceTxnSafePointResponse;
})();
pdpb.AdvanceGCSafePointRequest = (function() {
const AdvanceGCSafePointRequest = function () {};
AdvanceGCSafePointRequest.prototype.target = 0n;
AdvanceGCSafePointRequest.encode = function (m, w, q) {
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
if (m.target != null && m.target !== 0n)
w.uint32(24).uint64(m.target);
return w;
};
AdvanceGCSafePointRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.AdvanceGCSafePointRequest();
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
if ((v = r.uint64()) !== 0n)
m.target = v;
else
delete m.target;
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
return AdvanceGCSafePointRequest;
})();
pdpb.AdvanceGCSafePointResponse = (function() {
const AdvanceGCSafePointResponse = function () {};
AdvanceGCSafePointResponse.prototype.oldGcSafePoint = 0n;
AdvanceGCSafePointResponse.prototype.newGcSafePoint = 0n;
AdvanceGCSafePointResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.oldGcSafePoint != null && m.oldGcSafePoint !== 0n)
w.uint32(16).uint64(m.oldGcSafePoint);
if (m.newGcSafePoint != null && m.newGcSafePoint !== 0n)
w.uint32(24).uint64(m.newGcSafePoint);
return w;
};
AdvanceGCSafePointResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.AdvanceGCSafePointResponse();
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
if ((v = r.uint64()) !== 0n)
m.oldGcSafePoint = v;
else
delete m.oldGcSafePoint;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.newGcSafePoint = v;
else
delete m.newGcSafePoint;
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
return AdvanceGCSafePointResponse;
})();
pdpb.SetGCBarrierRequest = (function() {
const SetGCBarrierRequest = function () {};
SetGCBarrierRequest.prototype.barrierId = "";
SetGCBarrierRequest.prototype.barrierTs = 0n;
SetGCBarrierRequest.prototype.ttlSeconds = 0n;
SetGCBarrierRequest.encode = function (m, w, q) {
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
if (m.barrierId != null && m.barrierId !== "")
w.uint32(26).string(m.barrierId);
if (m.barrierTs != null && m.barrierTs !== 0n)
w.uint32(32).uint64(m.barrierTs);
if (m.ttlSeconds != null && m.ttlSeconds !== 0n)
w.uint32(40).int64(m.ttlSeconds);
return w;
};
SetGCBarrierRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetGCBarrierRequest();
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
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.barrierTs = v;
else
delete m.barrierTs;
continue;
}
case 5: {
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
return SetGCBarrierRequest;
})();
pdpb.SetGCBarrierResponse = (function() {
const SetGCBarrierResponse = function () {};
SetGCBarrierResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.newBarrierInfo != null)
$root.pdpb.GCBarrierInfo.encode(m.newBarrierInfo, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
SetGCBarrierResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetGCBarrierResponse();
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
m.newBarrierInfo = $root.pdpb.GCBarrierInfo.decode(r, r.size(), $undefined, q + 1, m.newBarrierInfo);
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
return SetGCBarrierResponse;
})();
pdpb.DeleteGCBarrierRequest = (function() {
const DeleteGCBarrierRequest = function () {};
DeleteGCBarrierRequest.prototype.barrierId = "";
DeleteGCBarrierRequest.encode = function (m, w, q) {
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
if (m.barrierId != null && m.barrierId !== "")
w.uint32(26).string(m.barrierId);
return w;
};
DeleteGCBarrierRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.DeleteGCBarrierRequest();
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
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
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
return DeleteGCBarrierRequest;
})();
pdpb.DeleteGCBarrierResponse = (function() {
const DeleteGCBarrierResponse = function () {};
DeleteGCBarrierResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.deletedBarrierInfo != null)
$root.pdpb.GCBarrierInfo.encode(m.deletedBarrierInfo, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
DeleteGCBarrierResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.DeleteGCBarrierResponse();
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
m.deletedBarrierInfo = $root.pdpb.GCBarrierInfo.decode(r, r.size(), $undefined, q + 1, m.deletedBarrierInfo);
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
return DeleteGCBarrierResponse;
})();
pdpb.SetGlobalGCBarrierRequest = (function() {
const SetGlobalGCBarrierRequest = function () {};
SetGlobalGCBarrierRequest.prototype.barrierId = "";
SetGlobalGCBarrierRequest.prototype.barrierTs = 0n;
SetGlobalGCBarrierRequest.prototype.ttlSeconds = 0n;
SetGlobalGCBarrierRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.barrierId != null && m.barrierId !== "")
w.uint32(18).string(m.barrierId);
if (m.barrierTs != null && m.barrierTs !== 0n)
w.uint32(24).uint64(m.barrierTs);
if (m.ttlSeconds != null && m.ttlSeconds !== 0n)
w.uint32(32).int64(m.ttlSeconds);
return w;
};
SetGlobalGCBarrierRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetGlobalGCBarrierRequest();
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
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.barrierTs = v;
else
delete m.barrierTs;
continue;
}
case 4: {
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
return SetGlobalGCBarrierRequest;
})();
pdpb.SetGlobalGCBarrierResponse = (function() {
const SetGlobalGCBarrierResponse = function () {};
SetGlobalGCBarrierResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.newBarrierInfo != null)
$root.pdpb.GlobalGCBarrierInfo.encode(m.newBarrierInfo, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
SetGlobalGCBarrierResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.SetGlobalGCBarrierResponse();
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
m.newBarrierInfo = $root.pdpb.GlobalGCBarrierInfo.decode(r, r.size(), $undefined, q + 1, m.newBarrierInfo);
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
return SetGlobalGCBarrierResponse;
})();
pdpb.DeleteGlobalGCBarrierRequest = (function() {
const DeleteGlobalGCBarrierRequest = function () {};
DeleteGlobalGCBarrierRequest.prototype.barrierId = "";
DeleteGlobalGCBarrierRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.barrierId != null && m.barrierId !== "")
w.uint32(18).string(m.barrierId);
return w;
};
DeleteGlobalGCBarrierRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.DeleteGlobalGCBarrierRequest();
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
if ((v = r.stringVerify()).length)
m.barrierId = v;
else
delete m.barrierId;
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
return DeleteGlobalGCBarrierRequest;
})();
pdpb.DeleteGlobalGCBarrierResponse = (function() {
const DeleteGlobalGCBarrierResponse = function () {};
DeleteGlobalGCBarrierResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.deletedBarrierInfo != null)
$root.pdpb.GlobalGCBarrierInfo.encode(m.deletedBarrierInfo, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
DeleteGlobalGCBarrierResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.DeleteGlobalGCBarrierResponse();
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
m.deletedBarrierInfo = $root.pdpb.GlobalGCBarrierInfo.decode(r, r.size(), $undefined, q + 1, m.deletedBarrierInfo);
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
return DeleteGlobalGCBarrierResponse;
})();
pdpb.GetGCSafePointRequest = (function() {
const GetGCSafePointRequest = function () {};
GetGCSafePointRequest.encode = function (m, w, q) {
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
GetGCSafePointRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetGCSafePointRequest();
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
return GetGCSafePointRequest;
})();
pdpb.GetGCSafePointResponse = (function() {
const GetGCSafePointResponse = function () {};
GetGCSafePointResponse.prototype.safePoint = 0n;
GetGCSafePointResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.safePoint != null && m.safePoint !== 0n)
w.uint32(16).uint64(m.safePoint);
return w;
};
GetGCSafePointResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GetGCSafePointResponse();
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
if ((v = r.uint64()) !== 0n)
m.safePoint = v;
else
delete m.safePoint;
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
return GetGCSafePointResponse;
})();
pdpb.UpdateGCSafePointRequest = (function() {
const UpdateGCSafePointRequest = function () {};
UpdateGCSafePointRequest.prototype.safePoint = 0n;
UpdateGCSafePointRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.safePoint != null && m.safePoint !== 0n)
w.uint32(16).uint64(m.safePoint);
return w;
};
UpdateGCSafePointRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.UpdateGCSafePointRequest();
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
m.safePoint = v;
else
delete m.safePoint;
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
return UpdateGCSafePointRequest;
})();
pdpb.UpdateGCSafePointResponse = (function() {
const UpdateGCSafePointResponse = function () {};
UpdateGCSafePointResponse.prototype.newSafePoint = 0n;
UpdateGCSafePointResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.newSafePoint != null && m.newSafePoint !== 0n)
w.uint32(16).uint64(m.newSafePoint);
return w;
};
UpdateGCSafePointResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.UpdateGCSafePointResponse();
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
if ((v = r.uint64()) !== 0n)
m.newSafePoint = v;
else
delete m.newSafePoint;
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
return UpdateGCSafePointResponse;
})();
pdpb.GlobalConfigItem = (function() {
const GlobalConfigItem = function () {};
GlobalConfigItem.prototype.name = "";
GlobalConfigItem.prototype.value = "";
GlobalConfigItem.prototype.kind = 0;
GlobalConfigItem.prototype.payload = $util.emptyBytes;
GlobalConfigItem.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.value != null && m.value !== "")
w.uint32(18).string(m.value);
if (m.error != null)
$root.pdpb.Error.encode(m.error, w.uint32(26).fork(), q + 1).ldelim();
if (m.kind != null && m.kind !== 0)
w.uint32(32).int32(m.kind);
if (m.payload != null && m.payload.length)
w.uint32(42).bytes(m.payload);
return w;
};
GlobalConfigItem.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.GlobalConfigItem();
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
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.value = v;
else
delete m.value;
continue;
}
case 3: {
if (u !== 2)
break;
m.error = $root.pdpb.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.kind = v;
else
delete m.kind;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.payload = v;
else
delete m.payload;
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
return GlobalConfigItem;
})();
pdpb.EventType = $Object.freeze({ PUT: 0, DELETE: 1 });
pdpb.LoadGlobalConfigRequest = (function() {
const LoadGlobalConfigRequest = function () {};
LoadGlobalConfigRequest.prototype.names = $util.emptyArray;
LoadGlobalConfigRequest.prototype.configPath = "";
LoadGlobalConfigRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.names != null && m.names.length) {
for (var i = 0; i < m.names.length; ++i)
w.uint32(10).string(m.names[i]);
}
if (m.configPath != null && m.configPath !== "")
w.uint32(18).string(m.configPath);
return w;
};
LoadGlobalConfigRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.LoadGlobalConfigRequest();
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
if (!(m.names && m.names.length))
m.names = [];
m.names.push(r.stringVerify());
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.configPath = v;
else
delete m.configPath;
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
return LoadGlobalConfigRequest;
})();
pdpb.LoadGlobalConfigResponse = (function() {
const LoadGlobalConfigResponse = function () {};
LoadGlobalConfigResponse.prototype.items = $util.emptyArray;
LoadGlobalConfigResponse.prototype.revision = 0n;
LoadGlobalConfigResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.items != null && m.items.length) {
for (var i = 0; i < m.items.length; ++i)
$root.pdpb.GlobalConfigItem.encode(m.items[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.revision != null && m.revision !== 0n)
w.uint32(16).int64(m.revision);
return w;
};
LoadGlobalConfigResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.LoadGlobalConfigResponse();
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
if (!(m.items && m.items.length))
m.items = [];
m.items.push($root.pdpb.GlobalConfigItem.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.revision = v;
else
delete m.revision;
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
return LoadGlobalConfigResponse;
})();
pdpb.StoreGlobalConfigRequest = (function() {
const StoreGlobalConfigRequest = function () {};
StoreGlobalConfigRequest.prototype.changes = $util.emptyArray;
StoreGlobalConfigRequest.prototype.configPath = "";
StoreGlobalConfigRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.changes != null && m.changes.length) {
for (var i = 0; i < m.changes.length; ++i)
$root.pdpb.GlobalConfigItem.encode(m.changes[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.configPath != null && m.configPath !== "")
w.uint32(18).string(m.configPath);
return w;
};
StoreGlobalConfigRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.StoreGlobalConfigRequest();
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
if (!(m.changes && m.changes.length))
m.changes = [];
m.changes.push($root.pdpb.GlobalConfigItem.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.configPath = v;
else
delete m.configPath;
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
return StoreGlobalConfigRequest;
})();
pdpb.StoreGlobalConfigResponse = (function() {
const StoreGlobalConfigResponse = function () {};
StoreGlobalConfigResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.pdpb.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
StoreGlobalConfigResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.StoreGlobalConfigResponse();
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
return StoreGlobalConfigResponse;
})();
pdpb.WatchGlobalConfigRequest = (function() {
const WatchGlobalConfigRequest = function () {};
WatchGlobalConfigRequest.prototype.configPath = "";
WatchGlobalConfigRequest.prototype.revision = 0n;
WatchGlobalConfigRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.configPath != null && m.configPath !== "")
w.uint32(10).string(m.configPath);
if (m.revision != null && m.revision !== 0n)
w.uint32(16).int64(m.revision);
return w;
};
WatchGlobalConfigRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.WatchGlobalConfigRequest();
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
m.configPath = v;
else
delete m.configPath;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.revision = v;
else
delete m.revision;
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
return WatchGlobalConfigRequest;
})();
pdpb.WatchGlobalConfigResponse = (function() {
const WatchGlobalConfigResponse = function () {};
WatchGlobalConfigResponse.prototype.changes = $util.emptyArray;
WatchGlobalConfigResponse.prototype.revision = 0n;
WatchGlobalConfigResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.changes != null && m.changes.length) {
for (var i = 0; i < m.changes.length; ++i)
$root.pdpb.GlobalConfigItem.encode(m.changes[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.revision != null && m.revision !== 0n)
w.uint32(16).int64(m.revision);
if (m.header != null)
$root.pdpb.ResponseHeader.encode(m.header, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
WatchGlobalConfigResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.pdpb.WatchGlobalConfigResponse();
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
if (!(m.changes && m.changes.length))
m.changes = [];
m.changes.push($root.pdpb.GlobalConfigItem.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.revision = v;
else
delete m.revision;
continue;
}
case 3: {
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
return WatchGlobalConfigResponse;
})();
return pdpb;
})();
export const meta_storagepb = $root.meta_storagepb = (() => {
const meta_storagepb = {};
meta_storagepb.RequestHeader = (function() {
const RequestHeader = function () {};
RequestHeader.prototype.clusterId = 0n;
RequestHeader.prototype.source = "";
RequestHeader.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.clusterId != null && m.clusterId !== 0n)
w.uint32(8).uint64(m.clusterId);
if (m.source != null && m.source !== "")
w.uint32(18).string(m.source);
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
m = g || new $root.meta_storagepb.RequestHeader();
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
if ((v = r.stringVerify()).length)
m.source = v;
else
delete m.source;
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
meta_storagepb.ResponseHeader = (function() {
const ResponseHeader = function () {};
ResponseHeader.prototype.clusterId = 0n;
ResponseHeader.prototype.revision = 0n;
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
$root.meta_storagepb.Error.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.revision != null && m.revision !== 0n)
w.uint32(24).int64(m.revision);
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
m = g || new $root.meta_storagepb.ResponseHeader();
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
m.error = $root.meta_storagepb.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.revision = v;
else
delete m.revision;
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
meta_storagepb.Error = (function() {
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
m = g || new $root.meta_storagepb.Error();
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
meta_storagepb.ErrorType = $Object.freeze({ OK: 0, UNKNOWN: 1, DATA_COMPACTED: 2 });
meta_storagepb.KeyValue = (function() {
const KeyValue = function () {};
KeyValue.prototype.key = $util.emptyBytes;
KeyValue.prototype.createRevision = 0n;
KeyValue.prototype.modRevision = 0n;
KeyValue.prototype.version = 0n;
KeyValue.prototype.value = $util.emptyBytes;
KeyValue.prototype.lease = 0n;
KeyValue.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
if (m.createRevision != null && m.createRevision !== 0n)
w.uint32(16).int64(m.createRevision);
if (m.modRevision != null && m.modRevision !== 0n)
w.uint32(24).int64(m.modRevision);
if (m.version != null && m.version !== 0n)
w.uint32(32).int64(m.version);
if (m.value != null && m.value.length)
w.uint32(42).bytes(m.value);
if (m.lease != null && m.lease !== 0n)
w.uint32(48).int64(m.lease);
return w;
};
KeyValue.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.KeyValue();
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
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.createRevision = v;
else
delete m.createRevision;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.modRevision = v;
else
delete m.modRevision;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.value = v;
else
delete m.value;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.lease = v;
else
delete m.lease;
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
return KeyValue;
})();
meta_storagepb.GetRequest = (function() {
const GetRequest = function () {};
GetRequest.prototype.key = $util.emptyBytes;
GetRequest.prototype.rangeEnd = $util.emptyBytes;
GetRequest.prototype.limit = 0n;
GetRequest.prototype.revision = 0n;
GetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.rangeEnd != null && m.rangeEnd.length)
w.uint32(26).bytes(m.rangeEnd);
if (m.limit != null && m.limit !== 0n)
w.uint32(32).int64(m.limit);
if (m.revision != null && m.revision !== 0n)
w.uint32(40).int64(m.revision);
return w;
};
GetRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.GetRequest();
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
m.header = $root.meta_storagepb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.rangeEnd = v;
else
delete m.rangeEnd;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.limit = v;
else
delete m.limit;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.revision = v;
else
delete m.revision;
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
return GetRequest;
})();
meta_storagepb.GetResponse = (function() {
const GetResponse = function () {};
GetResponse.prototype.kvs = $util.emptyArray;
GetResponse.prototype.more = false;
GetResponse.prototype.count = 0n;
GetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.kvs != null && m.kvs.length) {
for (var i = 0; i < m.kvs.length; ++i)
$root.meta_storagepb.KeyValue.encode(m.kvs[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.more != null && m.more !== false)
w.uint32(24).bool(m.more);
if (m.count != null && m.count !== 0n)
w.uint32(32).int64(m.count);
return w;
};
GetResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.GetResponse();
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
m.header = $root.meta_storagepb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.kvs && m.kvs.length))
m.kvs = [];
m.kvs.push($root.meta_storagepb.KeyValue.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.more = v;
else
delete m.more;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.count = v;
else
delete m.count;
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
return GetResponse;
})();
meta_storagepb.PutRequest = (function() {
const PutRequest = function () {};
PutRequest.prototype.key = $util.emptyBytes;
PutRequest.prototype.value = $util.emptyBytes;
PutRequest.prototype.lease = 0n;
PutRequest.prototype.prevKv = false;
PutRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.lease != null && m.lease !== 0n)
w.uint32(32).int64(m.lease);
if (m.prevKv != null && m.prevKv !== false)
w.uint32(40).bool(m.prevKv);
return w;
};
PutRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.PutRequest();
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
m.header = $root.meta_storagepb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.value = v;
else
delete m.value;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.lease = v;
else
delete m.lease;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.prevKv = v;
else
delete m.prevKv;
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
return PutRequest;
})();
meta_storagepb.PutResponse = (function() {
const PutResponse = function () {};
PutResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.prevKv != null)
$root.meta_storagepb.KeyValue.encode(m.prevKv, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
PutResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.PutResponse();
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
m.header = $root.meta_storagepb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.prevKv = $root.meta_storagepb.KeyValue.decode(r, r.size(), $undefined, q + 1, m.prevKv);
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
return PutResponse;
})();
meta_storagepb.DeleteRequest = (function() {
const DeleteRequest = function () {};
DeleteRequest.prototype.key = $util.emptyBytes;
DeleteRequest.prototype.rangeEnd = $util.emptyBytes;
DeleteRequest.prototype.prevKv = false;
DeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.rangeEnd != null && m.rangeEnd.length)
w.uint32(26).bytes(m.rangeEnd);
if (m.prevKv != null && m.prevKv !== false)
w.uint32(32).bool(m.prevKv);
return w;
};
DeleteRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.DeleteRequest();
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
m.header = $root.meta_storagepb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.rangeEnd = v;
else
delete m.rangeEnd;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.prevKv = v;
else
delete m.prevKv;
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
return DeleteRequest;
})();
meta_storagepb.DeleteResponse = (function() {
const DeleteResponse = function () {};
DeleteResponse.prototype.deleted = 0n;
DeleteResponse.prototype.prevKvs = $util.emptyArray;
DeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.deleted != null && m.deleted !== 0n)
w.uint32(16).int64(m.deleted);
if (m.prevKvs != null && m.prevKvs.length) {
for (var i = 0; i < m.prevKvs.length; ++i)
$root.meta_storagepb.KeyValue.encode(m.prevKvs[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
DeleteResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.DeleteResponse();
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
m.header = $root.meta_storagepb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.deleted = v;
else
delete m.deleted;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.prevKvs && m.prevKvs.length))
m.prevKvs = [];
m.prevKvs.push($root.meta_storagepb.KeyValue.decode(r, r.size(), $undefined, q + 1));
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
return DeleteResponse;
})();
meta_storagepb.WatchRequest = (function() {
const WatchRequest = function () {};
WatchRequest.prototype.key = $util.emptyBytes;
WatchRequest.prototype.rangeEnd = $util.emptyBytes;
WatchRequest.prototype.startRevision = 0n;
WatchRequest.prototype.prevKv = false;
WatchRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.rangeEnd != null && m.rangeEnd.length)
w.uint32(26).bytes(m.rangeEnd);
if (m.startRevision != null && m.startRevision !== 0n)
w.uint32(32).int64(m.startRevision);
if (m.prevKv != null && m.prevKv !== false)
w.uint32(40).bool(m.prevKv);
return w;
};
WatchRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.WatchRequest();
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
m.header = $root.meta_storagepb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.rangeEnd = v;
else
delete m.rangeEnd;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.startRevision = v;
else
delete m.startRevision;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.prevKv = v;
else
delete m.prevKv;
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
return WatchRequest;
})();
meta_storagepb.WatchResponse = (function() {
const WatchResponse = function () {};
WatchResponse.prototype.compactRevision = 0n;
WatchResponse.prototype.events = $util.emptyArray;
WatchResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.meta_storagepb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.compactRevision != null && m.compactRevision !== 0n)
w.uint32(16).int64(m.compactRevision);
if (m.events != null && m.events.length) {
for (var i = 0; i < m.events.length; ++i)
$root.meta_storagepb.Event.encode(m.events[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
WatchResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.WatchResponse();
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
m.header = $root.meta_storagepb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.compactRevision = v;
else
delete m.compactRevision;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.events && m.events.length))
m.events = [];
m.events.push($root.meta_storagepb.Event.decode(r, r.size(), $undefined, q + 1));
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
return WatchResponse;
})();
meta_storagepb.Event = (function() {
const Event = function () {};
Event.prototype.type = 0;
Event.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.kv != null)
$root.meta_storagepb.KeyValue.encode(m.kv, w.uint32(18).fork(), q + 1).ldelim();
if (m.prevKv != null)
$root.meta_storagepb.KeyValue.encode(m.prevKv, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
Event.decode = function (r, l, z, q, g) {
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
m = g || new $root.meta_storagepb.Event();
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
m.kv = $root.meta_storagepb.KeyValue.decode(r, r.size(), $undefined, q + 1, m.kv);
continue;
}
case 3: {
if (u !== 2)
break;
m.prevKv = $root.meta_storagepb.KeyValue.decode(r, r.size(), $undefined, q + 1, m.prevKv);
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
Event.EventType = $Object.freeze({ PUT: 0, DELETE: 1 });
return Event;
})();
return meta_storagepb;
})();
export const tsopb = $root.tsopb = (() => {
const tsopb = {};
tsopb.RequestHeader = (function() {
const RequestHeader = function () {};
RequestHeader.prototype.clusterId = 0n;
RequestHeader.prototype.senderId = 0n;
RequestHeader.prototype.keyspaceGroupId = 0;
RequestHeader.prototype.calleeId = "";
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
if (m.keyspaceId != null)
w.uint32(24).uint32(m.keyspaceId);
if (m.keyspaceGroupId != null && m.keyspaceGroupId !== 0)
w.uint32(32).uint32(m.keyspaceGroupId);
if (m.calleeId != null && m.calleeId !== "")
w.uint32(42).string(m.calleeId);
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
m = g || new $root.tsopb.RequestHeader();
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
if (u !== 0)
break;
m.keyspaceId = r.uint32();
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.keyspaceGroupId = v;
else
delete m.keyspaceGroupId;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.calleeId = v;
else
delete m.calleeId;
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
tsopb.ResponseHeader = (function() {
const ResponseHeader = function () {};
ResponseHeader.prototype.clusterId = 0n;
ResponseHeader.prototype.keyspaceGroupId = 0;
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
$root.tsopb.Error.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.keyspaceId != null)
w.uint32(24).uint32(m.keyspaceId);
if (m.keyspaceGroupId != null && m.keyspaceGroupId !== 0)
w.uint32(32).uint32(m.keyspaceGroupId);
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
m = g || new $root.tsopb.ResponseHeader();
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
m.error = $root.tsopb.Error.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
m.keyspaceId = r.uint32();
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.keyspaceGroupId = v;
else
delete m.keyspaceGroupId;
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
tsopb.Error = (function() {
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
m = g || new $root.tsopb.Error();
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
tsopb.ErrorType = $Object.freeze({ OK: 0, UNKNOWN: 1, NOT_BOOTSTRAPPED: 2, ALREADY_BOOTSTRAPPED: 3, INVALID_VALUE: 4, CLUSTER_MISMATCHED: 5 });
tsopb.TsoRequest = (function() {
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
$root.tsopb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
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
m = g || new $root.tsopb.TsoRequest();
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
m.header = $root.tsopb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
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
tsopb.TsoResponse = (function() {
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
$root.tsopb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
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
m = g || new $root.tsopb.TsoResponse();
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
m.header = $root.tsopb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
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
tsopb.GetMinTSRequest = (function() {
const GetMinTSRequest = function () {};
GetMinTSRequest.prototype.dcLocation = "";
GetMinTSRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.tsopb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.dcLocation != null && m.dcLocation !== "")
w.uint32(18).string(m.dcLocation);
return w;
};
GetMinTSRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.GetMinTSRequest();
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
m.header = $root.tsopb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
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
return GetMinTSRequest;
})();
tsopb.GetMinTSResponse = (function() {
const GetMinTSResponse = function () {};
GetMinTSResponse.prototype.keyspaceGroupsServing = 0;
GetMinTSResponse.prototype.keyspaceGroupsTotal = 0;
GetMinTSResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.tsopb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.timestamp != null)
$root.pdpb.Timestamp.encode(m.timestamp, w.uint32(18).fork(), q + 1).ldelim();
if (m.keyspaceGroupsServing != null && m.keyspaceGroupsServing !== 0)
w.uint32(24).uint32(m.keyspaceGroupsServing);
if (m.keyspaceGroupsTotal != null && m.keyspaceGroupsTotal !== 0)
w.uint32(32).uint32(m.keyspaceGroupsTotal);
return w;
};
GetMinTSResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.GetMinTSResponse();
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
m.header = $root.tsopb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.timestamp = $root.pdpb.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.keyspaceGroupsServing = v;
else
delete m.keyspaceGroupsServing;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.keyspaceGroupsTotal = v;
else
delete m.keyspaceGroupsTotal;
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
return GetMinTSResponse;
})();
tsopb.FindGroupByKeyspaceIDRequest = (function() {
const FindGroupByKeyspaceIDRequest = function () {};
FindGroupByKeyspaceIDRequest.prototype.modRevision = 0n;
FindGroupByKeyspaceIDRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.tsopb.RequestHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspaceId != null)
w.uint32(16).uint32(m.keyspaceId);
if (m.modRevision != null && m.modRevision !== 0n)
w.uint32(24).uint64(m.modRevision);
return w;
};
FindGroupByKeyspaceIDRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.FindGroupByKeyspaceIDRequest();
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
m.header = $root.tsopb.RequestHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 0)
break;
m.keyspaceId = r.uint32();
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.modRevision = v;
else
delete m.modRevision;
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
return FindGroupByKeyspaceIDRequest;
})();
tsopb.FindGroupByKeyspaceIDResponse = (function() {
const FindGroupByKeyspaceIDResponse = function () {};
FindGroupByKeyspaceIDResponse.prototype.modRevision = 0n;
FindGroupByKeyspaceIDResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.header != null)
$root.tsopb.ResponseHeader.encode(m.header, w.uint32(10).fork(), q + 1).ldelim();
if (m.keyspaceGroup != null)
$root.tsopb.KeyspaceGroup.encode(m.keyspaceGroup, w.uint32(18).fork(), q + 1).ldelim();
if (m.modRevision != null && m.modRevision !== 0n)
w.uint32(24).uint64(m.modRevision);
return w;
};
FindGroupByKeyspaceIDResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.FindGroupByKeyspaceIDResponse();
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
m.header = $root.tsopb.ResponseHeader.decode(r, r.size(), $undefined, q + 1, m.header);
continue;
}
case 2: {
if (u !== 2)
break;
m.keyspaceGroup = $root.tsopb.KeyspaceGroup.decode(r, r.size(), $undefined, q + 1, m.keyspaceGroup);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.modRevision = v;
else
delete m.modRevision;
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
return FindGroupByKeyspaceIDResponse;
})();
tsopb.KeyspaceGroup = (function() {
const KeyspaceGroup = function () {};
KeyspaceGroup.prototype.id = 0;
KeyspaceGroup.prototype.userKind = "";
KeyspaceGroup.prototype.members = $util.emptyArray;
KeyspaceGroup.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && m.id !== 0)
w.uint32(8).uint32(m.id);
if (m.userKind != null && m.userKind !== "")
w.uint32(18).string(m.userKind);
if (m.splitState != null)
$root.tsopb.SplitState.encode(m.splitState, w.uint32(26).fork(), q + 1).ldelim();
if (m.members != null && m.members.length) {
for (var i = 0; i < m.members.length; ++i)
$root.tsopb.KeyspaceGroupMember.encode(m.members[i], w.uint32(34).fork(), q + 1).ldelim();
}
return w;
};
KeyspaceGroup.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.KeyspaceGroup();
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
if (v = r.uint32())
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.userKind = v;
else
delete m.userKind;
continue;
}
case 3: {
if (u !== 2)
break;
m.splitState = $root.tsopb.SplitState.decode(r, r.size(), $undefined, q + 1, m.splitState);
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.members && m.members.length))
m.members = [];
m.members.push($root.tsopb.KeyspaceGroupMember.decode(r, r.size(), $undefined, q + 1));
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
return KeyspaceGroup;
})();
tsopb.KeyspaceGroupMember = (function() {
const KeyspaceGroupMember = function () {};
KeyspaceGroupMember.prototype.address = "";
KeyspaceGroupMember.prototype.isPrimary = false;
KeyspaceGroupMember.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.address != null && m.address !== "")
w.uint32(10).string(m.address);
if (m.isPrimary != null && m.isPrimary !== false)
w.uint32(16).bool(m.isPrimary);
return w;
};
KeyspaceGroupMember.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.KeyspaceGroupMember();
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
m.address = v;
else
delete m.address;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.isPrimary = v;
else
delete m.isPrimary;
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
return KeyspaceGroupMember;
})();
tsopb.SplitState = (function() {
const SplitState = function () {};
SplitState.prototype.splitSource = 0;
SplitState.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.splitSource != null && m.splitSource !== 0)
w.uint32(8).uint32(m.splitSource);
return w;
};
SplitState.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.SplitState();
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
if (v = r.uint32())
m.splitSource = v;
else
delete m.splitSource;
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
return SplitState;
})();
tsopb.Participant = (function() {
const Participant = function () {};
Participant.prototype.name = "";
Participant.prototype.id = 0n;
Participant.prototype.listenUrls = $util.emptyArray;
Participant.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && m.name !== "")
w.uint32(10).string(m.name);
if (m.id != null && m.id !== 0n)
w.uint32(16).uint64(m.id);
if (m.listenUrls != null && m.listenUrls.length) {
for (var i = 0; i < m.listenUrls.length; ++i)
w.uint32(26).string(m.listenUrls[i]);
}
return w;
};
Participant.decode = function (r, l, z, q, g) {
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
m = g || new $root.tsopb.Participant();
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
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.listenUrls && m.listenUrls.length))
m.listenUrls = [];
m.listenUrls.push(r.stringVerify());
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
return Participant;
})();
return tsopb;
})();

export { Writer } from "../runtime.js";
