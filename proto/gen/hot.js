// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.
import * as $protobuf from "../runtime.js";
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;
const $root = {};
export const coprocessor = $root.coprocessor = (() => {
const coprocessor = {};
coprocessor.KeyRange = (function() {
const KeyRange = function () {};
KeyRange.prototype.start = $util.emptyBytes;
KeyRange.prototype.end = $util.emptyBytes;
KeyRange.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.start != null && m.start.length)
w.uint32(10).bytes(m.start);
if (m.end != null && m.end.length)
w.uint32(18).bytes(m.end);
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
m = g || new $root.coprocessor.KeyRange();
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
m.start = v;
else
delete m.start;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.end = v;
else
delete m.end;
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
coprocessor.Request = (function() {
const Request = function () {};
Request.prototype.tp = 0n;
Request.prototype.data = $util.emptyBytes;
Request.prototype.ranges = $util.emptyArray;
Request.prototype.isCacheEnabled = false;
Request.prototype.cacheIfMatchVersion = 0n;
Request.prototype.startTs = 0n;
Request.prototype.schemaVer = 0n;
Request.prototype.isTraceEnabled = false;
Request.prototype.pagingSize = 0n;
Request.prototype.pagingSizeBytes = 0n;
Request.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.tp != null && m.tp !== 0n)
w.uint32(16).int64(m.tp);
if (m.data != null && m.data.length)
w.uint32(26).bytes(m.data);
if (m.ranges != null && m.ranges.length) {
for (var i = 0; i < m.ranges.length; ++i)
$root.coprocessor.KeyRange.encode(m.ranges[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.isCacheEnabled != null && m.isCacheEnabled !== false)
w.uint32(40).bool(m.isCacheEnabled);
if (m.cacheIfMatchVersion != null && m.cacheIfMatchVersion !== 0n)
w.uint32(48).uint64(m.cacheIfMatchVersion);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(56).uint64(m.startTs);
if (m.schemaVer != null && m.schemaVer !== 0n)
w.uint32(64).int64(m.schemaVer);
if (m.isTraceEnabled != null && m.isTraceEnabled !== false)
w.uint32(72).bool(m.isTraceEnabled);
if (m.pagingSize != null && m.pagingSize !== 0n)
w.uint32(80).uint64(m.pagingSize);
if (m.pagingSizeBytes != null && m.pagingSizeBytes !== 0n)
w.uint32(136).uint64(m.pagingSizeBytes);
return w;
};
Request.decode = function (r, l, z, q, g) {
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
m = g || new $root.coprocessor.Request();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.tp = v;
else
delete m.tp;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.ranges && m.ranges.length))
m.ranges = [];
m.ranges.push($root.coprocessor.KeyRange.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.isCacheEnabled = v;
else
delete m.isCacheEnabled;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.cacheIfMatchVersion = v;
else
delete m.cacheIfMatchVersion;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.schemaVer = v;
else
delete m.schemaVer;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.bool())
m.isTraceEnabled = v;
else
delete m.isTraceEnabled;
continue;
}
case 10: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.pagingSize = v;
else
delete m.pagingSize;
continue;
}
case 17: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.pagingSizeBytes = v;
else
delete m.pagingSizeBytes;
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
return Request;
})();
coprocessor.Response = (function() {
const Response = function () {};
Response.prototype.data = $util.emptyBytes;
Response.prototype.otherError = "";
Response.prototype.isCacheHit = false;
Response.prototype.cacheLastVersion = 0n;
Response.prototype.canBeCached = false;
Response.prototype.latestBucketsVersion = 0n;
Response.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.data != null && m.data.length)
w.uint32(10).bytes(m.data);
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(18).fork(), q + 1).ldelim();
if (m.locked != null)
$root.kvrpcpb.LockInfo.encode(m.locked, w.uint32(26).fork(), q + 1).ldelim();
if (m.otherError != null && m.otherError !== "")
w.uint32(34).string(m.otherError);
if (m.range != null)
$root.coprocessor.KeyRange.encode(m.range, w.uint32(42).fork(), q + 1).ldelim();
if (m.execDetails != null)
$root.kvrpcpb.ExecDetails.encode(m.execDetails, w.uint32(50).fork(), q + 1).ldelim();
if (m.isCacheHit != null && m.isCacheHit !== false)
w.uint32(56).bool(m.isCacheHit);
if (m.cacheLastVersion != null && m.cacheLastVersion !== 0n)
w.uint32(64).uint64(m.cacheLastVersion);
if (m.canBeCached != null && m.canBeCached !== false)
w.uint32(72).bool(m.canBeCached);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(90).fork(), q + 1).ldelim();
if (m.latestBucketsVersion != null && m.latestBucketsVersion !== 0n)
w.uint32(96).uint64(m.latestBucketsVersion);
return w;
};
Response.decode = function (r, l, z, q, g) {
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
m = g || new $root.coprocessor.Response();
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
m.data = v;
else
delete m.data;
continue;
}
case 2: {
if (u !== 2)
break;
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 3: {
if (u !== 2)
break;
m.locked = $root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1, m.locked);
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.otherError = v;
else
delete m.otherError;
continue;
}
case 5: {
if (u !== 2)
break;
m.range = $root.coprocessor.KeyRange.decode(r, r.size(), $undefined, q + 1, m.range);
continue;
}
case 6: {
if (u !== 2)
break;
m.execDetails = $root.kvrpcpb.ExecDetails.decode(r, r.size(), $undefined, q + 1, m.execDetails);
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.isCacheHit = v;
else
delete m.isCacheHit;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.cacheLastVersion = v;
else
delete m.cacheLastVersion;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.bool())
m.canBeCached = v;
else
delete m.canBeCached;
continue;
}
case 11: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
continue;
}
case 12: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.latestBucketsVersion = v;
else
delete m.latestBucketsVersion;
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
return Response;
})();
return coprocessor;
})();
export const errorpb = $root.errorpb = (() => {
const errorpb = {};
errorpb.Error = (function() {
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
if (m.notLeader != null)
$root.errorpb.NotLeader.encode(m.notLeader, w.uint32(18).fork(), q + 1).ldelim();
if (m.regionNotFound != null)
$root.errorpb.RegionNotFound.encode(m.regionNotFound, w.uint32(26).fork(), q + 1).ldelim();
if (m.keyNotInRegion != null)
$root.errorpb.KeyNotInRegion.encode(m.keyNotInRegion, w.uint32(34).fork(), q + 1).ldelim();
if (m.epochNotMatch != null)
$root.errorpb.EpochNotMatch.encode(m.epochNotMatch, w.uint32(42).fork(), q + 1).ldelim();
if (m.serverIsBusy != null)
$root.errorpb.ServerIsBusy.encode(m.serverIsBusy, w.uint32(50).fork(), q + 1).ldelim();
if (m.staleCommand != null)
$root.errorpb.StaleCommand.encode(m.staleCommand, w.uint32(58).fork(), q + 1).ldelim();
if (m.storeNotMatch != null)
$root.errorpb.StoreNotMatch.encode(m.storeNotMatch, w.uint32(66).fork(), q + 1).ldelim();
if (m.raftEntryTooLarge != null)
$root.errorpb.RaftEntryTooLarge.encode(m.raftEntryTooLarge, w.uint32(74).fork(), q + 1).ldelim();
if (m.maxTimestampNotSynced != null)
$root.errorpb.MaxTimestampNotSynced.encode(m.maxTimestampNotSynced, w.uint32(82).fork(), q + 1).ldelim();
if (m.readIndexNotReady != null)
$root.errorpb.ReadIndexNotReady.encode(m.readIndexNotReady, w.uint32(90).fork(), q + 1).ldelim();
if (m.proposalInMergingMode != null)
$root.errorpb.ProposalInMergingMode.encode(m.proposalInMergingMode, w.uint32(98).fork(), q + 1).ldelim();
if (m.dataIsNotReady != null)
$root.errorpb.DataIsNotReady.encode(m.dataIsNotReady, w.uint32(106).fork(), q + 1).ldelim();
if (m.regionNotInitialized != null)
$root.errorpb.RegionNotInitialized.encode(m.regionNotInitialized, w.uint32(114).fork(), q + 1).ldelim();
if (m.diskFull != null)
$root.errorpb.DiskFull.encode(m.diskFull, w.uint32(122).fork(), q + 1).ldelim();
if (m.recoveryInProgress != null)
$root.errorpb.RecoveryInProgress.encode(m.recoveryInProgress, w.uint32(130).fork(), q + 1).ldelim();
if (m.flashbackInProgress != null)
$root.errorpb.FlashbackInProgress.encode(m.flashbackInProgress, w.uint32(138).fork(), q + 1).ldelim();
if (m.flashbackNotPrepared != null)
$root.errorpb.FlashbackNotPrepared.encode(m.flashbackNotPrepared, w.uint32(146).fork(), q + 1).ldelim();
if (m.isWitness != null)
$root.errorpb.IsWitness.encode(m.isWitness, w.uint32(154).fork(), q + 1).ldelim();
if (m.mismatchPeerId != null)
$root.errorpb.MismatchPeerId.encode(m.mismatchPeerId, w.uint32(162).fork(), q + 1).ldelim();
if (m.bucketVersionNotMatch != null)
$root.errorpb.BucketVersionNotMatch.encode(m.bucketVersionNotMatch, w.uint32(170).fork(), q + 1).ldelim();
if (m.undeterminedResult != null)
$root.errorpb.UndeterminedResult.encode(m.undeterminedResult, w.uint32(178).fork(), q + 1).ldelim();
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
m = g || new $root.errorpb.Error();
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
case 2: {
if (u !== 2)
break;
m.notLeader = $root.errorpb.NotLeader.decode(r, r.size(), $undefined, q + 1, m.notLeader);
continue;
}
case 3: {
if (u !== 2)
break;
m.regionNotFound = $root.errorpb.RegionNotFound.decode(r, r.size(), $undefined, q + 1, m.regionNotFound);
continue;
}
case 4: {
if (u !== 2)
break;
m.keyNotInRegion = $root.errorpb.KeyNotInRegion.decode(r, r.size(), $undefined, q + 1, m.keyNotInRegion);
continue;
}
case 5: {
if (u !== 2)
break;
m.epochNotMatch = $root.errorpb.EpochNotMatch.decode(r, r.size(), $undefined, q + 1, m.epochNotMatch);
continue;
}
case 6: {
if (u !== 2)
break;
m.serverIsBusy = $root.errorpb.ServerIsBusy.decode(r, r.size(), $undefined, q + 1, m.serverIsBusy);
continue;
}
case 7: {
if (u !== 2)
break;
m.staleCommand = $root.errorpb.StaleCommand.decode(r, r.size(), $undefined, q + 1, m.staleCommand);
continue;
}
case 8: {
if (u !== 2)
break;
m.storeNotMatch = $root.errorpb.StoreNotMatch.decode(r, r.size(), $undefined, q + 1, m.storeNotMatch);
continue;
}
case 9: {
if (u !== 2)
break;
m.raftEntryTooLarge = $root.errorpb.RaftEntryTooLarge.decode(r, r.size(), $undefined, q + 1, m.raftEntryTooLarge);
continue;
}
case 10: {
if (u !== 2)
break;
m.maxTimestampNotSynced = $root.errorpb.MaxTimestampNotSynced.decode(r, r.size(), $undefined, q + 1, m.maxTimestampNotSynced);
continue;
}
case 11: {
if (u !== 2)
break;
m.readIndexNotReady = $root.errorpb.ReadIndexNotReady.decode(r, r.size(), $undefined, q + 1, m.readIndexNotReady);
continue;
}
case 12: {
if (u !== 2)
break;
m.proposalInMergingMode = $root.errorpb.ProposalInMergingMode.decode(r, r.size(), $undefined, q + 1, m.proposalInMergingMode);
continue;
}
case 13: {
if (u !== 2)
break;
m.dataIsNotReady = $root.errorpb.DataIsNotReady.decode(r, r.size(), $undefined, q + 1, m.dataIsNotReady);
continue;
}
case 14: {
if (u !== 2)
break;
m.regionNotInitialized = $root.errorpb.RegionNotInitialized.decode(r, r.size(), $undefined, q + 1, m.regionNotInitialized);
continue;
}
case 15: {
if (u !== 2)
break;
m.diskFull = $root.errorpb.DiskFull.decode(r, r.size(), $undefined, q + 1, m.diskFull);
continue;
}
case 16: {
if (u !== 2)
break;
m.recoveryInProgress = $root.errorpb.RecoveryInProgress.decode(r, r.size(), $undefined, q + 1, m.recoveryInProgress);
continue;
}
case 17: {
if (u !== 2)
break;
m.flashbackInProgress = $root.errorpb.FlashbackInProgress.decode(r, r.size(), $undefined, q + 1, m.flashbackInProgress);
continue;
}
case 18: {
if (u !== 2)
break;
m.flashbackNotPrepared = $root.errorpb.FlashbackNotPrepared.decode(r, r.size(), $undefined, q + 1, m.flashbackNotPrepared);
continue;
}
case 19: {
if (u !== 2)
break;
m.isWitness = $root.errorpb.IsWitness.decode(r, r.size(), $undefined, q + 1, m.isWitness);
continue;
}
case 20: {
if (u !== 2)
break;
m.mismatchPeerId = $root.errorpb.MismatchPeerId.decode(r, r.size(), $undefined, q + 1, m.mismatchPeerId);
continue;
}
case 21: {
if (u !== 2)
break;
m.bucketVersionNotMatch = $root.errorpb.BucketVersionNotMatch.decode(r, r.size(), $undefined, q + 1, m.bucketVersionNotMatch);
continue;
}
case 22: {
if (u !== 2)
break;
m.undeterminedResult = $root.errorpb.UndeterminedResult.decode(r, r.size(), $undefined, q + 1, m.undeterminedResult);
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
errorpb.NotLeader = (function() {
const NotLeader = function () {};
NotLeader.prototype.regionId = 0n;
NotLeader.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.leader != null)
$root.metapb.Peer.encode(m.leader, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
NotLeader.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.NotLeader();
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
if (u !== 2)
break;
m.leader = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.leader);
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
return NotLeader;
})();
errorpb.RegionNotFound = (function() {
const RegionNotFound = function () {};
RegionNotFound.prototype.regionId = 0n;
RegionNotFound.encode = function (m, w, q) {
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
RegionNotFound.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.RegionNotFound();
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
return RegionNotFound;
})();
errorpb.KeyNotInRegion = (function() {
const KeyNotInRegion = function () {};
KeyNotInRegion.prototype.key = $util.emptyBytes;
KeyNotInRegion.prototype.regionId = 0n;
KeyNotInRegion.prototype.startKey = $util.emptyBytes;
KeyNotInRegion.prototype.endKey = $util.emptyBytes;
KeyNotInRegion.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
if (m.regionId != null && m.regionId !== 0n)
w.uint32(16).uint64(m.regionId);
if (m.startKey != null && m.startKey.length)
w.uint32(26).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(34).bytes(m.endKey);
return w;
};
KeyNotInRegion.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.KeyNotInRegion();
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
m.startKey = v;
else
delete m.startKey;
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
return KeyNotInRegion;
})();
errorpb.EpochNotMatch = (function() {
const EpochNotMatch = function () {};
EpochNotMatch.prototype.currentRegions = $util.emptyArray;
EpochNotMatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.currentRegions != null && m.currentRegions.length) {
for (var i = 0; i < m.currentRegions.length; ++i)
$root.metapb.Region.encode(m.currentRegions[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
EpochNotMatch.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.EpochNotMatch();
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
if (!(m.currentRegions && m.currentRegions.length))
m.currentRegions = [];
m.currentRegions.push($root.metapb.Region.decode(r, r.size(), $undefined, q + 1));
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
return EpochNotMatch;
})();
errorpb.StoreNotMatch = (function() {
const StoreNotMatch = function () {};
StoreNotMatch.prototype.requestStoreId = 0n;
StoreNotMatch.prototype.actualStoreId = 0n;
StoreNotMatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requestStoreId != null && m.requestStoreId !== 0n)
w.uint32(8).uint64(m.requestStoreId);
if (m.actualStoreId != null && m.actualStoreId !== 0n)
w.uint32(16).uint64(m.actualStoreId);
return w;
};
StoreNotMatch.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.StoreNotMatch();
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
m.requestStoreId = v;
else
delete m.requestStoreId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.actualStoreId = v;
else
delete m.actualStoreId;
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
return StoreNotMatch;
})();
errorpb.MismatchPeerId = (function() {
const MismatchPeerId = function () {};
MismatchPeerId.prototype.requestPeerId = 0n;
MismatchPeerId.prototype.storePeerId = 0n;
MismatchPeerId.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requestPeerId != null && m.requestPeerId !== 0n)
w.uint32(8).uint64(m.requestPeerId);
if (m.storePeerId != null && m.storePeerId !== 0n)
w.uint32(16).uint64(m.storePeerId);
return w;
};
MismatchPeerId.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.MismatchPeerId();
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
m.requestPeerId = v;
else
delete m.requestPeerId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storePeerId = v;
else
delete m.storePeerId;
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
return MismatchPeerId;
})();
errorpb.BucketVersionNotMatch = (function() {
const BucketVersionNotMatch = function () {};
BucketVersionNotMatch.prototype.version = 0n;
BucketVersionNotMatch.prototype.keys = $util.emptyArray;
BucketVersionNotMatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.version != null && m.version !== 0n)
w.uint32(8).uint64(m.version);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
return w;
};
BucketVersionNotMatch.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.BucketVersionNotMatch();
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
m.version = v;
else
delete m.version;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
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
return BucketVersionNotMatch;
})();
errorpb.ServerIsBusy = (function() {
const ServerIsBusy = function () {};
ServerIsBusy.prototype.reason = "";
ServerIsBusy.prototype.backoffMs = 0n;
ServerIsBusy.prototype.estimatedWaitMs = 0;
ServerIsBusy.prototype.appliedIndex = 0n;
ServerIsBusy.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.reason != null && m.reason !== "")
w.uint32(10).string(m.reason);
if (m.backoffMs != null && m.backoffMs !== 0n)
w.uint32(16).uint64(m.backoffMs);
if (m.estimatedWaitMs != null && m.estimatedWaitMs !== 0)
w.uint32(24).uint32(m.estimatedWaitMs);
if (m.appliedIndex != null && m.appliedIndex !== 0n)
w.uint32(32).uint64(m.appliedIndex);
return w;
};
ServerIsBusy.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.ServerIsBusy();
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
m.reason = v;
else
delete m.reason;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.backoffMs = v;
else
delete m.backoffMs;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.estimatedWaitMs = v;
else
delete m.estimatedWaitMs;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.appliedIndex = v;
else
delete m.appliedIndex;
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
return ServerIsBusy;
})();
errorpb.StaleCommand = (function() {
const StaleCommand = function () {};
StaleCommand.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
return w;
};
StaleCommand.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.StaleCommand();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
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
return StaleCommand;
})();
errorpb.RaftEntryTooLarge = (function() {
const RaftEntryTooLarge = function () {};
RaftEntryTooLarge.prototype.regionId = 0n;
RaftEntryTooLarge.prototype.entrySize = 0n;
RaftEntryTooLarge.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.entrySize != null && m.entrySize !== 0n)
w.uint32(16).uint64(m.entrySize);
return w;
};
RaftEntryTooLarge.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.RaftEntryTooLarge();
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
m.entrySize = v;
else
delete m.entrySize;
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
return RaftEntryTooLarge;
})();
errorpb.MaxTimestampNotSynced = (function() {
const MaxTimestampNotSynced = function () {};
MaxTimestampNotSynced.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
return w;
};
MaxTimestampNotSynced.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.MaxTimestampNotSynced();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
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
return MaxTimestampNotSynced;
})();
errorpb.ReadIndexNotReady = (function() {
const ReadIndexNotReady = function () {};
ReadIndexNotReady.prototype.reason = "";
ReadIndexNotReady.prototype.regionId = 0n;
ReadIndexNotReady.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.reason != null && m.reason !== "")
w.uint32(10).string(m.reason);
if (m.regionId != null && m.regionId !== 0n)
w.uint32(16).uint64(m.regionId);
return w;
};
ReadIndexNotReady.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.ReadIndexNotReady();
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
m.reason = v;
else
delete m.reason;
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
return ReadIndexNotReady;
})();
errorpb.ProposalInMergingMode = (function() {
const ProposalInMergingMode = function () {};
ProposalInMergingMode.prototype.regionId = 0n;
ProposalInMergingMode.encode = function (m, w, q) {
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
ProposalInMergingMode.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.ProposalInMergingMode();
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
return ProposalInMergingMode;
})();
errorpb.DataIsNotReady = (function() {
const DataIsNotReady = function () {};
DataIsNotReady.prototype.regionId = 0n;
DataIsNotReady.prototype.peerId = 0n;
DataIsNotReady.prototype.safeTs = 0n;
DataIsNotReady.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.peerId != null && m.peerId !== 0n)
w.uint32(16).uint64(m.peerId);
if (m.safeTs != null && m.safeTs !== 0n)
w.uint32(24).uint64(m.safeTs);
return w;
};
DataIsNotReady.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.DataIsNotReady();
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
m.peerId = v;
else
delete m.peerId;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.safeTs = v;
else
delete m.safeTs;
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
return DataIsNotReady;
})();
errorpb.RegionNotInitialized = (function() {
const RegionNotInitialized = function () {};
RegionNotInitialized.prototype.regionId = 0n;
RegionNotInitialized.encode = function (m, w, q) {
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
RegionNotInitialized.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.RegionNotInitialized();
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
return RegionNotInitialized;
})();
errorpb.DiskFull = (function() {
const DiskFull = function () {};
DiskFull.prototype.storeId = $util.emptyArray;
DiskFull.prototype.reason = "";
DiskFull.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.storeId != null && m.storeId.length) {
w.uint32(10).uint64s(m.storeId);
}
if (m.reason != null && m.reason !== "")
w.uint32(18).string(m.reason);
return w;
};
DiskFull.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.DiskFull();
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
if (!(m.storeId && m.storeId.length))
m.storeId = [];
r.uint64s(m.storeId);
continue;
}
if (u !== 0)
break;
if (!(m.storeId && m.storeId.length))
m.storeId = [];
m.storeId.push(r.uint64());
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.reason = v;
else
delete m.reason;
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
return DiskFull;
})();
errorpb.RecoveryInProgress = (function() {
const RecoveryInProgress = function () {};
RecoveryInProgress.prototype.regionId = 0n;
RecoveryInProgress.encode = function (m, w, q) {
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
RecoveryInProgress.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.RecoveryInProgress();
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
return RecoveryInProgress;
})();
errorpb.FlashbackInProgress = (function() {
const FlashbackInProgress = function () {};
FlashbackInProgress.prototype.regionId = 0n;
FlashbackInProgress.prototype.flashbackStartTs = 0n;
FlashbackInProgress.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.flashbackStartTs != null && m.flashbackStartTs !== 0n)
w.uint32(16).uint64(m.flashbackStartTs);
return w;
};
FlashbackInProgress.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.FlashbackInProgress();
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
return FlashbackInProgress;
})();
errorpb.FlashbackNotPrepared = (function() {
const FlashbackNotPrepared = function () {};
FlashbackNotPrepared.prototype.regionId = 0n;
FlashbackNotPrepared.encode = function (m, w, q) {
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
FlashbackNotPrepared.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.FlashbackNotPrepared();
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
return FlashbackNotPrepared;
})();
errorpb.IsWitness = (function() {
const IsWitness = function () {};
IsWitness.prototype.regionId = 0n;
IsWitness.encode = function (m, w, q) {
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
IsWitness.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.IsWitness();
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
return IsWitness;
})();
errorpb.UndeterminedResult = (function() {
const UndeterminedResult = function () {};
UndeterminedResult.prototype.message = "";
UndeterminedResult.encode = function (m, w, q) {
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
UndeterminedResult.decode = function (r, l, z, q, g) {
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
m = g || new $root.errorpb.UndeterminedResult();
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
return UndeterminedResult;
})();
return errorpb;
})();
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
return metapb;
})();
export const kvrpcpb = $root.kvrpcpb = (() => {
const kvrpcpb = {};
kvrpcpb.Context = (function() {
const Context = function () {};
Context.prototype.regionId = 0n;
Context.prototype.term = 0n;
Context.prototype.priority = 0;
Context.prototype.isolationLevel = 0;
Context.prototype.notFillCache = false;
Context.prototype.syncLog = false;
Context.prototype.recordTimeStat = false;
Context.prototype.recordScanStat = false;
Context.prototype.replicaRead = false;
Context.prototype.resolvedLocks = $util.emptyArray;
Context.prototype.maxExecutionDurationMs = 0n;
Context.prototype.appliedIndex = 0n;
Context.prototype.taskId = 0n;
Context.prototype.staleRead = false;
Context.prototype.resourceGroupTag = $util.emptyBytes;
Context.prototype.diskFullOpt = 0;
Context.prototype.isRetryRequest = false;
Context.prototype.apiVersion = 0;
Context.prototype.committedLocks = $util.emptyArray;
Context.prototype.requestSource = "";
Context.prototype.txnSource = 0n;
Context.prototype.busyThresholdMs = 0;
Context.prototype.requestOrigin = 0;
Context.prototype.keyspaceName = "";
Context.prototype.bucketsVersion = 0n;
Context.prototype.clusterId = 0n;
Context.prototype.traceId = $util.emptyBytes;
Context.prototype.traceControlFlags = 0n;
Context.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionId != null && m.regionId !== 0n)
w.uint32(8).uint64(m.regionId);
if (m.regionEpoch != null)
$root.metapb.RegionEpoch.encode(m.regionEpoch, w.uint32(18).fork(), q + 1).ldelim();
if (m.peer != null)
$root.metapb.Peer.encode(m.peer, w.uint32(26).fork(), q + 1).ldelim();
if (m.term != null && m.term !== 0n)
w.uint32(40).uint64(m.term);
if (m.priority != null && m.priority !== 0)
w.uint32(48).int32(m.priority);
if (m.isolationLevel != null && m.isolationLevel !== 0)
w.uint32(56).int32(m.isolationLevel);
if (m.notFillCache != null && m.notFillCache !== false)
w.uint32(64).bool(m.notFillCache);
if (m.syncLog != null && m.syncLog !== false)
w.uint32(72).bool(m.syncLog);
if (m.recordTimeStat != null && m.recordTimeStat !== false)
w.uint32(80).bool(m.recordTimeStat);
if (m.recordScanStat != null && m.recordScanStat !== false)
w.uint32(88).bool(m.recordScanStat);
if (m.replicaRead != null && m.replicaRead !== false)
w.uint32(96).bool(m.replicaRead);
if (m.resolvedLocks != null && m.resolvedLocks.length) {
w.uint32(106).uint64s(m.resolvedLocks);
}
if (m.maxExecutionDurationMs != null && m.maxExecutionDurationMs !== 0n)
w.uint32(112).uint64(m.maxExecutionDurationMs);
if (m.appliedIndex != null && m.appliedIndex !== 0n)
w.uint32(120).uint64(m.appliedIndex);
if (m.taskId != null && m.taskId !== 0n)
w.uint32(128).uint64(m.taskId);
if (m.staleRead != null && m.staleRead !== false)
w.uint32(136).bool(m.staleRead);
if (m.resourceGroupTag != null && m.resourceGroupTag.length)
w.uint32(146).bytes(m.resourceGroupTag);
if (m.diskFullOpt != null && m.diskFullOpt !== 0)
w.uint32(152).int32(m.diskFullOpt);
if (m.isRetryRequest != null && m.isRetryRequest !== false)
w.uint32(160).bool(m.isRetryRequest);
if (m.apiVersion != null && m.apiVersion !== 0)
w.uint32(168).int32(m.apiVersion);
if (m.committedLocks != null && m.committedLocks.length) {
w.uint32(178).uint64s(m.committedLocks);
}
if (m.traceContext != null)
$root.tracepb.TraceContext.encode(m.traceContext, w.uint32(186).fork(), q + 1).ldelim();
if (m.requestSource != null && m.requestSource !== "")
w.uint32(194).string(m.requestSource);
if (m.txnSource != null && m.txnSource !== 0n)
w.uint32(200).uint64(m.txnSource);
if (m.busyThresholdMs != null && m.busyThresholdMs !== 0)
w.uint32(216).uint32(m.busyThresholdMs);
if (m.resourceControlContext != null)
$root.kvrpcpb.ResourceControlContext.encode(m.resourceControlContext, w.uint32(226).fork(), q + 1).ldelim();
if (m.requestOrigin != null && m.requestOrigin !== 0)
w.uint32(232).int32(m.requestOrigin);
if (m.keyspaceName != null && m.keyspaceName !== "")
w.uint32(250).string(m.keyspaceName);
if (m.keyspaceId != null)
w.uint32(256).uint32(m.keyspaceId);
if (m.bucketsVersion != null && m.bucketsVersion !== 0n)
w.uint32(264).uint64(m.bucketsVersion);
if (m.clusterId != null && m.clusterId !== 0n)
w.uint32(280).uint64(m.clusterId);
if (m.traceId != null && m.traceId.length)
w.uint32(290).bytes(m.traceId);
if (m.traceControlFlags != null && m.traceControlFlags !== 0n)
w.uint32(296).uint64(m.traceControlFlags);
return w;
};
Context.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.Context();
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
if (u !== 2)
break;
m.regionEpoch = $root.metapb.RegionEpoch.decode(r, r.size(), $undefined, q + 1, m.regionEpoch);
continue;
}
case 3: {
if (u !== 2)
break;
m.peer = $root.metapb.Peer.decode(r, r.size(), $undefined, q + 1, m.peer);
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.term = v;
else
delete m.term;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.int32())
m.priority = v;
else
delete m.priority;
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.int32())
m.isolationLevel = v;
else
delete m.isolationLevel;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.notFillCache = v;
else
delete m.notFillCache;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.bool())
m.syncLog = v;
else
delete m.syncLog;
continue;
}
case 10: {
if (u !== 0)
break;
if (v = r.bool())
m.recordTimeStat = v;
else
delete m.recordTimeStat;
continue;
}
case 11: {
if (u !== 0)
break;
if (v = r.bool())
m.recordScanStat = v;
else
delete m.recordScanStat;
continue;
}
case 12: {
if (u !== 0)
break;
if (v = r.bool())
m.replicaRead = v;
else
delete m.replicaRead;
continue;
}
case 13: {
if (u === 2) {
if (!(m.resolvedLocks && m.resolvedLocks.length))
m.resolvedLocks = [];
r.uint64s(m.resolvedLocks);
continue;
}
if (u !== 0)
break;
if (!(m.resolvedLocks && m.resolvedLocks.length))
m.resolvedLocks = [];
m.resolvedLocks.push(r.uint64());
continue;
}
case 14: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxExecutionDurationMs = v;
else
delete m.maxExecutionDurationMs;
continue;
}
case 15: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.appliedIndex = v;
else
delete m.appliedIndex;
continue;
}
case 16: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.taskId = v;
else
delete m.taskId;
continue;
}
case 17: {
if (u !== 0)
break;
if (v = r.bool())
m.staleRead = v;
else
delete m.staleRead;
continue;
}
case 18: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.resourceGroupTag = v;
else
delete m.resourceGroupTag;
continue;
}
case 19: {
if (u !== 0)
break;
if (v = r.int32())
m.diskFullOpt = v;
else
delete m.diskFullOpt;
continue;
}
case 20: {
if (u !== 0)
break;
if (v = r.bool())
m.isRetryRequest = v;
else
delete m.isRetryRequest;
continue;
}
case 21: {
if (u !== 0)
break;
if (v = r.int32())
m.apiVersion = v;
else
delete m.apiVersion;
continue;
}
case 22: {
if (u === 2) {
if (!(m.committedLocks && m.committedLocks.length))
m.committedLocks = [];
r.uint64s(m.committedLocks);
continue;
}
if (u !== 0)
break;
if (!(m.committedLocks && m.committedLocks.length))
m.committedLocks = [];
m.committedLocks.push(r.uint64());
continue;
}
case 23: {
if (u !== 2)
break;
m.traceContext = $root.tracepb.TraceContext.decode(r, r.size(), $undefined, q + 1, m.traceContext);
continue;
}
case 24: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.requestSource = v;
else
delete m.requestSource;
continue;
}
case 25: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.txnSource = v;
else
delete m.txnSource;
continue;
}
case 27: {
if (u !== 0)
break;
if (v = r.uint32())
m.busyThresholdMs = v;
else
delete m.busyThresholdMs;
continue;
}
case 28: {
if (u !== 2)
break;
m.resourceControlContext = $root.kvrpcpb.ResourceControlContext.decode(r, r.size(), $undefined, q + 1, m.resourceControlContext);
continue;
}
case 29: {
if (u !== 0)
break;
if (v = r.int32())
m.requestOrigin = v;
else
delete m.requestOrigin;
continue;
}
case 31: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.keyspaceName = v;
else
delete m.keyspaceName;
continue;
}
case 32: {
if (u !== 0)
break;
m.keyspaceId = r.uint32();
continue;
}
case 33: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.bucketsVersion = v;
else
delete m.bucketsVersion;
continue;
}
case 35: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.clusterId = v;
else
delete m.clusterId;
continue;
}
case 36: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.traceId = v;
else
delete m.traceId;
continue;
}
case 37: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.traceControlFlags = v;
else
delete m.traceControlFlags;
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
return Context;
})();
kvrpcpb.ResourceControlContext = (function() {
const ResourceControlContext = function () {};
ResourceControlContext.prototype.resourceGroupName = "";
ResourceControlContext.prototype.overridePriority = 0n;
ResourceControlContext.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resourceGroupName != null && m.resourceGroupName !== "")
w.uint32(10).string(m.resourceGroupName);
if (m.penalty != null)
$root.resource_manager.Consumption.encode(m.penalty, w.uint32(18).fork(), q + 1).ldelim();
if (m.overridePriority != null && m.overridePriority !== 0n)
w.uint32(24).uint64(m.overridePriority);
return w;
};
ResourceControlContext.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ResourceControlContext();
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
m.penalty = $root.resource_manager.Consumption.decode(r, r.size(), $undefined, q + 1, m.penalty);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.overridePriority = v;
else
delete m.overridePriority;
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
return ResourceControlContext;
})();
kvrpcpb.CommandPri = $Object.freeze({ Normal: 0, Low: 1, High: 2 });
kvrpcpb.IsolationLevel = $Object.freeze({ SI: 0, RC: 1, RCCheckTS: 2 });
kvrpcpb.DiskFullOpt = $Object.freeze({ NotAllowedOnFull: 0, AllowedOnAlmostFull: 1, AllowedOnAlreadyFull: 2 });
kvrpcpb.APIVersion = $Object.freeze({ V1: 0, V1TTL: 1, V2: 2 });
kvrpcpb.RequestOrigin = $Object.freeze({ RequestOriginUnknown: 0, RequestOriginTiDB: 1 });
kvrpcpb.KvPair = (function() {
const KvPair = function () {};
KvPair.prototype.key = $util.emptyBytes;
KvPair.prototype.value = $util.emptyBytes;
KvPair.prototype.commitTs = 0n;
KvPair.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(32).uint64(m.commitTs);
return w;
};
KvPair.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.KvPair();
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
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
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
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
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
return KvPair;
})();
kvrpcpb.KeyRange = (function() {
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
m = g || new $root.kvrpcpb.KeyRange();
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
kvrpcpb.Mutation = (function() {
const Mutation = function () {};
Mutation.prototype.op = 0;
Mutation.prototype.key = $util.emptyBytes;
Mutation.prototype.value = $util.emptyBytes;
Mutation.prototype.assertion = 0;
Mutation.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.op != null && m.op !== 0)
w.uint32(8).int32(m.op);
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.assertion != null && m.assertion !== 0)
w.uint32(32).int32(m.assertion);
return w;
};
Mutation.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.Mutation();
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
m.op = v;
else
delete m.op;
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
if (v = r.int32())
m.assertion = v;
else
delete m.assertion;
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
return Mutation;
})();
kvrpcpb.Op = $Object.freeze({ Put: 0, Del: 1, Lock: 2, Rollback: 3, Insert: 4, PessimisticLock: 5, CheckNotExists: 6, SharedLock: 7, SharedPessimisticLock: 8 });
kvrpcpb.Assertion = $Object.freeze({ None: 0, Exist: 1, NotExist: 2 });
kvrpcpb.AssertionLevel = $Object.freeze({ Off: 0, Fast: 1, Strict: 2 });
kvrpcpb.LockInfo = (function() {
const LockInfo = function () {};
LockInfo.prototype.primaryLock = $util.emptyBytes;
LockInfo.prototype.lockVersion = 0n;
LockInfo.prototype.key = $util.emptyBytes;
LockInfo.prototype.lockTtl = 0n;
LockInfo.prototype.txnSize = 0n;
LockInfo.prototype.lockType = 0;
LockInfo.prototype.lockForUpdateTs = 0n;
LockInfo.prototype.useAsyncCommit = false;
LockInfo.prototype.minCommitTs = 0n;
LockInfo.prototype.secondaries = $util.emptyArray;
LockInfo.prototype.durationToLastUpdateMs = 0n;
LockInfo.prototype.sharedLockInfos = $util.emptyArray;
LockInfo.prototype.isTxnFile = false;
LockInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.primaryLock != null && m.primaryLock.length)
w.uint32(10).bytes(m.primaryLock);
if (m.lockVersion != null && m.lockVersion !== 0n)
w.uint32(16).uint64(m.lockVersion);
if (m.key != null && m.key.length)
w.uint32(26).bytes(m.key);
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(32).uint64(m.lockTtl);
if (m.txnSize != null && m.txnSize !== 0n)
w.uint32(40).uint64(m.txnSize);
if (m.lockType != null && m.lockType !== 0)
w.uint32(48).int32(m.lockType);
if (m.lockForUpdateTs != null && m.lockForUpdateTs !== 0n)
w.uint32(56).uint64(m.lockForUpdateTs);
if (m.useAsyncCommit != null && m.useAsyncCommit !== false)
w.uint32(64).bool(m.useAsyncCommit);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(72).uint64(m.minCommitTs);
if (m.secondaries != null && m.secondaries.length) {
for (var i = 0; i < m.secondaries.length; ++i)
w.uint32(82).bytes(m.secondaries[i]);
}
if (m.durationToLastUpdateMs != null && m.durationToLastUpdateMs !== 0n)
w.uint32(88).uint64(m.durationToLastUpdateMs);
if (m.sharedLockInfos != null && m.sharedLockInfos.length) {
for (var i = 0; i < m.sharedLockInfos.length; ++i)
$root.kvrpcpb.LockInfo.encode(m.sharedLockInfos[i], w.uint32(98).fork(), q + 1).ldelim();
}
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
LockInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.LockInfo();
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
m.primaryLock = v;
else
delete m.primaryLock;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockVersion = v;
else
delete m.lockVersion;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.txnSize = v;
else
delete m.txnSize;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.int32())
m.lockType = v;
else
delete m.lockType;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockForUpdateTs = v;
else
delete m.lockForUpdateTs;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.useAsyncCommit = v;
else
delete m.useAsyncCommit;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 10: {
if (u !== 2)
break;
if (!(m.secondaries && m.secondaries.length))
m.secondaries = [];
m.secondaries.push(r.bytes());
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.durationToLastUpdateMs = v;
else
delete m.durationToLastUpdateMs;
continue;
}
case 12: {
if (u !== 2)
break;
if (!(m.sharedLockInfos && m.sharedLockInfos.length))
m.sharedLockInfos = [];
m.sharedLockInfos.push($root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return LockInfo;
})();
kvrpcpb.TxnInfo = (function() {
const TxnInfo = function () {};
TxnInfo.prototype.txn = 0n;
TxnInfo.prototype.status = 0n;
TxnInfo.prototype.isTxnFile = false;
TxnInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.txn != null && m.txn !== 0n)
w.uint32(8).uint64(m.txn);
if (m.status != null && m.status !== 0n)
w.uint32(16).uint64(m.status);
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
TxnInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnInfo();
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
m.txn = v;
else
delete m.txn;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.status = v;
else
delete m.status;
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return TxnInfo;
})();
kvrpcpb.KeyError = (function() {
const KeyError = function () {};
KeyError.prototype.retryable = "";
KeyError.prototype.abort = "";
KeyError.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.locked != null)
$root.kvrpcpb.LockInfo.encode(m.locked, w.uint32(10).fork(), q + 1).ldelim();
if (m.retryable != null && m.retryable !== "")
w.uint32(18).string(m.retryable);
if (m.abort != null && m.abort !== "")
w.uint32(26).string(m.abort);
if (m.conflict != null)
$root.kvrpcpb.WriteConflict.encode(m.conflict, w.uint32(34).fork(), q + 1).ldelim();
if (m.alreadyExist != null)
$root.kvrpcpb.AlreadyExist.encode(m.alreadyExist, w.uint32(42).fork(), q + 1).ldelim();
if (m.deadlock != null)
$root.kvrpcpb.Deadlock.encode(m.deadlock, w.uint32(50).fork(), q + 1).ldelim();
if (m.commitTsExpired != null)
$root.kvrpcpb.CommitTsExpired.encode(m.commitTsExpired, w.uint32(58).fork(), q + 1).ldelim();
if (m.txnNotFound != null)
$root.kvrpcpb.TxnNotFound.encode(m.txnNotFound, w.uint32(66).fork(), q + 1).ldelim();
if (m.commitTsTooLarge != null)
$root.kvrpcpb.CommitTsTooLarge.encode(m.commitTsTooLarge, w.uint32(74).fork(), q + 1).ldelim();
if (m.assertionFailed != null)
$root.kvrpcpb.AssertionFailed.encode(m.assertionFailed, w.uint32(82).fork(), q + 1).ldelim();
if (m.primaryMismatch != null)
$root.kvrpcpb.PrimaryMismatch.encode(m.primaryMismatch, w.uint32(90).fork(), q + 1).ldelim();
if (m.txnLockNotFound != null)
$root.kvrpcpb.TxnLockNotFound.encode(m.txnLockNotFound, w.uint32(98).fork(), q + 1).ldelim();
if (m.lockUpgradeConflict != null)
$root.kvrpcpb.LockUpgradeConflict.encode(m.lockUpgradeConflict, w.uint32(106).fork(), q + 1).ldelim();
if (m.sharedLockLost != null)
$root.kvrpcpb.SharedLockLost.encode(m.sharedLockLost, w.uint32(114).fork(), q + 1).ldelim();
if (m.debugInfo != null)
$root.kvrpcpb.DebugInfo.encode(m.debugInfo, w.uint32(802).fork(), q + 1).ldelim();
return w;
};
KeyError.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.KeyError();
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
m.locked = $root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1, m.locked);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.retryable = v;
else
delete m.retryable;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.abort = v;
else
delete m.abort;
continue;
}
case 4: {
if (u !== 2)
break;
m.conflict = $root.kvrpcpb.WriteConflict.decode(r, r.size(), $undefined, q + 1, m.conflict);
continue;
}
case 5: {
if (u !== 2)
break;
m.alreadyExist = $root.kvrpcpb.AlreadyExist.decode(r, r.size(), $undefined, q + 1, m.alreadyExist);
continue;
}
case 6: {
if (u !== 2)
break;
m.deadlock = $root.kvrpcpb.Deadlock.decode(r, r.size(), $undefined, q + 1, m.deadlock);
continue;
}
case 7: {
if (u !== 2)
break;
m.commitTsExpired = $root.kvrpcpb.CommitTsExpired.decode(r, r.size(), $undefined, q + 1, m.commitTsExpired);
continue;
}
case 8: {
if (u !== 2)
break;
m.txnNotFound = $root.kvrpcpb.TxnNotFound.decode(r, r.size(), $undefined, q + 1, m.txnNotFound);
continue;
}
case 9: {
if (u !== 2)
break;
m.commitTsTooLarge = $root.kvrpcpb.CommitTsTooLarge.decode(r, r.size(), $undefined, q + 1, m.commitTsTooLarge);
continue;
}
case 10: {
if (u !== 2)
break;
m.assertionFailed = $root.kvrpcpb.AssertionFailed.decode(r, r.size(), $undefined, q + 1, m.assertionFailed);
continue;
}
case 11: {
if (u !== 2)
break;
m.primaryMismatch = $root.kvrpcpb.PrimaryMismatch.decode(r, r.size(), $undefined, q + 1, m.primaryMismatch);
continue;
}
case 12: {
if (u !== 2)
break;
m.txnLockNotFound = $root.kvrpcpb.TxnLockNotFound.decode(r, r.size(), $undefined, q + 1, m.txnLockNotFound);
continue;
}
case 13: {
if (u !== 2)
break;
m.lockUpgradeConflict = $root.kvrpcpb.LockUpgradeConflict.decode(r, r.size(), $undefined, q + 1, m.lockUpgradeConflict);
continue;
}
case 14: {
if (u !== 2)
break;
m.sharedLockLost = $root.kvrpcpb.SharedLockLost.decode(r, r.size(), $undefined, q + 1, m.sharedLockLost);
continue;
}
case 100: {
if (u !== 2)
break;
m.debugInfo = $root.kvrpcpb.DebugInfo.decode(r, r.size(), $undefined, q + 1, m.debugInfo);
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
return KeyError;
})();
kvrpcpb.WriteConflict = (function() {
const WriteConflict = function () {};
WriteConflict.prototype.startTs = 0n;
WriteConflict.prototype.conflictTs = 0n;
WriteConflict.prototype.key = $util.emptyBytes;
WriteConflict.prototype.primary = $util.emptyBytes;
WriteConflict.prototype.conflictCommitTs = 0n;
WriteConflict.prototype.reason = 0;
WriteConflict.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.conflictTs != null && m.conflictTs !== 0n)
w.uint32(16).uint64(m.conflictTs);
if (m.key != null && m.key.length)
w.uint32(26).bytes(m.key);
if (m.primary != null && m.primary.length)
w.uint32(34).bytes(m.primary);
if (m.conflictCommitTs != null && m.conflictCommitTs !== 0n)
w.uint32(40).uint64(m.conflictCommitTs);
if (m.reason != null && m.reason !== 0)
w.uint32(48).int32(m.reason);
return w;
};
WriteConflict.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.WriteConflict();
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
m.startTs = v;
else
delete m.startTs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.conflictTs = v;
else
delete m.conflictTs;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primary = v;
else
delete m.primary;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.conflictCommitTs = v;
else
delete m.conflictCommitTs;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.int32())
m.reason = v;
else
delete m.reason;
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
WriteConflict.Reason = $Object.freeze({ Unknown: 0, Optimistic: 1, PessimisticRetry: 2, SelfRolledBack: 3, RcCheckTs: 4, LazyUniquenessCheck: 5, NotLockedKeyConflict: 6 });
return WriteConflict;
})();
kvrpcpb.AlreadyExist = (function() {
const AlreadyExist = function () {};
AlreadyExist.prototype.key = $util.emptyBytes;
AlreadyExist.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
return w;
};
AlreadyExist.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.AlreadyExist();
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
return AlreadyExist;
})();
kvrpcpb.Deadlock = (function() {
const Deadlock = function () {};
Deadlock.prototype.lockTs = 0n;
Deadlock.prototype.lockKey = $util.emptyBytes;
Deadlock.prototype.deadlockKeyHash = 0n;
Deadlock.prototype.waitChain = $util.emptyArray;
Deadlock.prototype.deadlockKey = $util.emptyBytes;
Deadlock.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.lockTs != null && m.lockTs !== 0n)
w.uint32(8).uint64(m.lockTs);
if (m.lockKey != null && m.lockKey.length)
w.uint32(18).bytes(m.lockKey);
if (m.deadlockKeyHash != null && m.deadlockKeyHash !== 0n)
w.uint32(24).uint64(m.deadlockKeyHash);
if (m.waitChain != null && m.waitChain.length) {
for (var i = 0; i < m.waitChain.length; ++i)
$root.deadlock.WaitForEntry.encode(m.waitChain[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.deadlockKey != null && m.deadlockKey.length)
w.uint32(42).bytes(m.deadlockKey);
return w;
};
Deadlock.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.Deadlock();
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
m.lockTs = v;
else
delete m.lockTs;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.lockKey = v;
else
delete m.lockKey;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.deadlockKeyHash = v;
else
delete m.deadlockKeyHash;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.waitChain && m.waitChain.length))
m.waitChain = [];
m.waitChain.push($root.deadlock.WaitForEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.deadlockKey = v;
else
delete m.deadlockKey;
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
return Deadlock;
})();
kvrpcpb.CommitTsExpired = (function() {
const CommitTsExpired = function () {};
CommitTsExpired.prototype.startTs = 0n;
CommitTsExpired.prototype.attemptedCommitTs = 0n;
CommitTsExpired.prototype.key = $util.emptyBytes;
CommitTsExpired.prototype.minCommitTs = 0n;
CommitTsExpired.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.attemptedCommitTs != null && m.attemptedCommitTs !== 0n)
w.uint32(16).uint64(m.attemptedCommitTs);
if (m.key != null && m.key.length)
w.uint32(26).bytes(m.key);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(32).uint64(m.minCommitTs);
return w;
};
CommitTsExpired.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CommitTsExpired();
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
m.startTs = v;
else
delete m.startTs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.attemptedCommitTs = v;
else
delete m.attemptedCommitTs;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
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
return CommitTsExpired;
})();
kvrpcpb.TxnNotFound = (function() {
const TxnNotFound = function () {};
TxnNotFound.prototype.startTs = 0n;
TxnNotFound.prototype.primaryKey = $util.emptyBytes;
TxnNotFound.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.primaryKey != null && m.primaryKey.length)
w.uint32(18).bytes(m.primaryKey);
return w;
};
TxnNotFound.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnNotFound();
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
m.startTs = v;
else
delete m.startTs;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryKey = v;
else
delete m.primaryKey;
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
return TxnNotFound;
})();
kvrpcpb.CommitTsTooLarge = (function() {
const CommitTsTooLarge = function () {};
CommitTsTooLarge.prototype.commitTs = 0n;
CommitTsTooLarge.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(8).uint64(m.commitTs);
return w;
};
CommitTsTooLarge.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CommitTsTooLarge();
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
m.commitTs = v;
else
delete m.commitTs;
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
return CommitTsTooLarge;
})();
kvrpcpb.AssertionFailed = (function() {
const AssertionFailed = function () {};
AssertionFailed.prototype.startTs = 0n;
AssertionFailed.prototype.key = $util.emptyBytes;
AssertionFailed.prototype.assertion = 0;
AssertionFailed.prototype.existingStartTs = 0n;
AssertionFailed.prototype.existingCommitTs = 0n;
AssertionFailed.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.assertion != null && m.assertion !== 0)
w.uint32(24).int32(m.assertion);
if (m.existingStartTs != null && m.existingStartTs !== 0n)
w.uint32(32).uint64(m.existingStartTs);
if (m.existingCommitTs != null && m.existingCommitTs !== 0n)
w.uint32(40).uint64(m.existingCommitTs);
return w;
};
AssertionFailed.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.AssertionFailed();
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
m.startTs = v;
else
delete m.startTs;
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
if (u !== 0)
break;
if (v = r.int32())
m.assertion = v;
else
delete m.assertion;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.existingStartTs = v;
else
delete m.existingStartTs;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.existingCommitTs = v;
else
delete m.existingCommitTs;
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
return AssertionFailed;
})();
kvrpcpb.PrimaryMismatch = (function() {
const PrimaryMismatch = function () {};
PrimaryMismatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.lockInfo != null)
$root.kvrpcpb.LockInfo.encode(m.lockInfo, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
PrimaryMismatch.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrimaryMismatch();
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
m.lockInfo = $root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1, m.lockInfo);
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
return PrimaryMismatch;
})();
kvrpcpb.TxnLockNotFound = (function() {
const TxnLockNotFound = function () {};
TxnLockNotFound.prototype.key = $util.emptyBytes;
TxnLockNotFound.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
return w;
};
TxnLockNotFound.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnLockNotFound();
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
return TxnLockNotFound;
})();
kvrpcpb.LockUpgradeConflict = (function() {
const LockUpgradeConflict = function () {};
LockUpgradeConflict.prototype.key = $util.emptyBytes;
LockUpgradeConflict.prototype.startTs = 0n;
LockUpgradeConflict.prototype.ownerStartTs = 0n;
LockUpgradeConflict.prototype.reason = 0;
LockUpgradeConflict.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(16).uint64(m.startTs);
if (m.ownerStartTs != null && m.ownerStartTs !== 0n)
w.uint32(24).uint64(m.ownerStartTs);
if (m.reason != null && m.reason !== 0)
w.uint32(32).int32(m.reason);
return w;
};
LockUpgradeConflict.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.LockUpgradeConflict();
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
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ownerStartTs = v;
else
delete m.ownerStartTs;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.reason = v;
else
delete m.reason;
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
LockUpgradeConflict.Reason = $Object.freeze({ Unknown: 0, DuplicateInFlight: 1, SecondUpgrader: 2 });
return LockUpgradeConflict;
})();
kvrpcpb.SharedLockLost = (function() {
const SharedLockLost = function () {};
SharedLockLost.prototype.key = $util.emptyBytes;
SharedLockLost.prototype.startTs = 0n;
SharedLockLost.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(16).uint64(m.startTs);
return w;
};
SharedLockLost.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.SharedLockLost();
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
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
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
return SharedLockLost;
})();
kvrpcpb.DebugInfo = (function() {
const DebugInfo = function () {};
DebugInfo.prototype.mvccInfo = $util.emptyArray;
DebugInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mvccInfo != null && m.mvccInfo.length) {
for (var i = 0; i < m.mvccInfo.length; ++i)
$root.kvrpcpb.MvccDebugInfo.encode(m.mvccInfo[i], w.uint32(10).fork(), q + 1).ldelim();
}
return w;
};
DebugInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.DebugInfo();
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
if (!(m.mvccInfo && m.mvccInfo.length))
m.mvccInfo = [];
m.mvccInfo.push($root.kvrpcpb.MvccDebugInfo.decode(r, r.size(), $undefined, q + 1));
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
return DebugInfo;
})();
kvrpcpb.MvccDebugInfo = (function() {
const MvccDebugInfo = function () {};
MvccDebugInfo.prototype.key = $util.emptyBytes;
MvccDebugInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && m.key.length)
w.uint32(10).bytes(m.key);
if (m.mvcc != null)
$root.kvrpcpb.MvccInfo.encode(m.mvcc, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
MvccDebugInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccDebugInfo();
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
if (u !== 2)
break;
m.mvcc = $root.kvrpcpb.MvccInfo.decode(r, r.size(), $undefined, q + 1, m.mvcc);
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
return MvccDebugInfo;
})();
kvrpcpb.ExecDetails = (function() {
const ExecDetails = function () {};
ExecDetails.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.timeDetail != null)
$root.kvrpcpb.TimeDetail.encode(m.timeDetail, w.uint32(10).fork(), q + 1).ldelim();
if (m.scanDetail != null)
$root.kvrpcpb.ScanDetail.encode(m.scanDetail, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
ExecDetails.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ExecDetails();
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
m.timeDetail = $root.kvrpcpb.TimeDetail.decode(r, r.size(), $undefined, q + 1, m.timeDetail);
continue;
}
case 2: {
if (u !== 2)
break;
m.scanDetail = $root.kvrpcpb.ScanDetail.decode(r, r.size(), $undefined, q + 1, m.scanDetail);
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
return ExecDetails;
})();
kvrpcpb.ExecDetailsV2 = (function() {
const ExecDetailsV2 = function () {};
ExecDetailsV2.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.timeDetail != null)
$root.kvrpcpb.TimeDetail.encode(m.timeDetail, w.uint32(10).fork(), q + 1).ldelim();
if (m.scanDetailV2 != null)
$root.kvrpcpb.ScanDetailV2.encode(m.scanDetailV2, w.uint32(18).fork(), q + 1).ldelim();
if (m.writeDetail != null)
$root.kvrpcpb.WriteDetail.encode(m.writeDetail, w.uint32(26).fork(), q + 1).ldelim();
if (m.timeDetailV2 != null)
$root.kvrpcpb.TimeDetailV2.encode(m.timeDetailV2, w.uint32(34).fork(), q + 1).ldelim();
if (m.ruV2 != null)
$root.kvrpcpb.RUV2.encode(m.ruV2, w.uint32(42).fork(), q + 1).ldelim();
if (m.readPoolTaskDetails != null)
$root.kvrpcpb.PoolTaskDetails.encode(m.readPoolTaskDetails, w.uint32(50).fork(), q + 1).ldelim();
return w;
};
ExecDetailsV2.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ExecDetailsV2();
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
m.timeDetail = $root.kvrpcpb.TimeDetail.decode(r, r.size(), $undefined, q + 1, m.timeDetail);
continue;
}
case 2: {
if (u !== 2)
break;
m.scanDetailV2 = $root.kvrpcpb.ScanDetailV2.decode(r, r.size(), $undefined, q + 1, m.scanDetailV2);
continue;
}
case 3: {
if (u !== 2)
break;
m.writeDetail = $root.kvrpcpb.WriteDetail.decode(r, r.size(), $undefined, q + 1, m.writeDetail);
continue;
}
case 4: {
if (u !== 2)
break;
m.timeDetailV2 = $root.kvrpcpb.TimeDetailV2.decode(r, r.size(), $undefined, q + 1, m.timeDetailV2);
continue;
}
case 5: {
if (u !== 2)
break;
m.ruV2 = $root.kvrpcpb.RUV2.decode(r, r.size(), $undefined, q + 1, m.ruV2);
continue;
}
case 6: {
if (u !== 2)
break;
m.readPoolTaskDetails = $root.kvrpcpb.PoolTaskDetails.decode(r, r.size(), $undefined, q + 1, m.readPoolTaskDetails);
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
return ExecDetailsV2;
})();
kvrpcpb.TimeDetail = (function() {
const TimeDetail = function () {};
TimeDetail.prototype.waitWallTimeMs = 0n;
TimeDetail.prototype.processWallTimeMs = 0n;
TimeDetail.prototype.kvReadWallTimeMs = 0n;
TimeDetail.prototype.totalRpcWallTimeNs = 0n;
TimeDetail.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.waitWallTimeMs != null && m.waitWallTimeMs !== 0n)
w.uint32(8).uint64(m.waitWallTimeMs);
if (m.processWallTimeMs != null && m.processWallTimeMs !== 0n)
w.uint32(16).uint64(m.processWallTimeMs);
if (m.kvReadWallTimeMs != null && m.kvReadWallTimeMs !== 0n)
w.uint32(24).uint64(m.kvReadWallTimeMs);
if (m.totalRpcWallTimeNs != null && m.totalRpcWallTimeNs !== 0n)
w.uint32(32).uint64(m.totalRpcWallTimeNs);
return w;
};
TimeDetail.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TimeDetail();
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
m.waitWallTimeMs = v;
else
delete m.waitWallTimeMs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.processWallTimeMs = v;
else
delete m.processWallTimeMs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.kvReadWallTimeMs = v;
else
delete m.kvReadWallTimeMs;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalRpcWallTimeNs = v;
else
delete m.totalRpcWallTimeNs;
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
return TimeDetail;
})();
kvrpcpb.TimeDetailV2 = (function() {
const TimeDetailV2 = function () {};
TimeDetailV2.prototype.waitWallTimeNs = 0n;
TimeDetailV2.prototype.processWallTimeNs = 0n;
TimeDetailV2.prototype.processSuspendWallTimeNs = 0n;
TimeDetailV2.prototype.kvReadWallTimeNs = 0n;
TimeDetailV2.prototype.totalRpcWallTimeNs = 0n;
TimeDetailV2.prototype.kvGrpcProcessTimeNs = 0n;
TimeDetailV2.prototype.kvGrpcWaitTimeNs = 0n;
TimeDetailV2.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.waitWallTimeNs != null && m.waitWallTimeNs !== 0n)
w.uint32(8).uint64(m.waitWallTimeNs);
if (m.processWallTimeNs != null && m.processWallTimeNs !== 0n)
w.uint32(16).uint64(m.processWallTimeNs);
if (m.processSuspendWallTimeNs != null && m.processSuspendWallTimeNs !== 0n)
w.uint32(24).uint64(m.processSuspendWallTimeNs);
if (m.kvReadWallTimeNs != null && m.kvReadWallTimeNs !== 0n)
w.uint32(32).uint64(m.kvReadWallTimeNs);
if (m.totalRpcWallTimeNs != null && m.totalRpcWallTimeNs !== 0n)
w.uint32(40).uint64(m.totalRpcWallTimeNs);
if (m.kvGrpcProcessTimeNs != null && m.kvGrpcProcessTimeNs !== 0n)
w.uint32(48).uint64(m.kvGrpcProcessTimeNs);
if (m.kvGrpcWaitTimeNs != null && m.kvGrpcWaitTimeNs !== 0n)
w.uint32(56).uint64(m.kvGrpcWaitTimeNs);
return w;
};
TimeDetailV2.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TimeDetailV2();
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
m.waitWallTimeNs = v;
else
delete m.waitWallTimeNs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.processWallTimeNs = v;
else
delete m.processWallTimeNs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.processSuspendWallTimeNs = v;
else
delete m.processSuspendWallTimeNs;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.kvReadWallTimeNs = v;
else
delete m.kvReadWallTimeNs;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalRpcWallTimeNs = v;
else
delete m.totalRpcWallTimeNs;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.kvGrpcProcessTimeNs = v;
else
delete m.kvGrpcProcessTimeNs;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.kvGrpcWaitTimeNs = v;
else
delete m.kvGrpcWaitTimeNs;
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
return TimeDetailV2;
})();
kvrpcpb.ScanInfo = (function() {
const ScanInfo = function () {};
ScanInfo.prototype.total = 0n;
ScanInfo.prototype.processed = 0n;
ScanInfo.prototype.readBytes = 0n;
ScanInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.total != null && m.total !== 0n)
w.uint32(8).int64(m.total);
if (m.processed != null && m.processed !== 0n)
w.uint32(16).int64(m.processed);
if (m.readBytes != null && m.readBytes !== 0n)
w.uint32(24).int64(m.readBytes);
return w;
};
ScanInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanInfo();
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
m.total = v;
else
delete m.total;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.processed = v;
else
delete m.processed;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.readBytes = v;
else
delete m.readBytes;
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
return ScanInfo;
})();
kvrpcpb.ScanDetail = (function() {
const ScanDetail = function () {};
ScanDetail.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.write != null)
$root.kvrpcpb.ScanInfo.encode(m.write, w.uint32(10).fork(), q + 1).ldelim();
if (m.lock != null)
$root.kvrpcpb.ScanInfo.encode(m.lock, w.uint32(18).fork(), q + 1).ldelim();
if (m.data != null)
$root.kvrpcpb.ScanInfo.encode(m.data, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
ScanDetail.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanDetail();
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
m.write = $root.kvrpcpb.ScanInfo.decode(r, r.size(), $undefined, q + 1, m.write);
continue;
}
case 2: {
if (u !== 2)
break;
m.lock = $root.kvrpcpb.ScanInfo.decode(r, r.size(), $undefined, q + 1, m.lock);
continue;
}
case 3: {
if (u !== 2)
break;
m.data = $root.kvrpcpb.ScanInfo.decode(r, r.size(), $undefined, q + 1, m.data);
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
return ScanDetail;
})();
kvrpcpb.ScanDetailV2 = (function() {
const ScanDetailV2 = function () {};
ScanDetailV2.prototype.processedVersions = 0n;
ScanDetailV2.prototype.totalVersions = 0n;
ScanDetailV2.prototype.rocksdbDeleteSkippedCount = 0n;
ScanDetailV2.prototype.rocksdbKeySkippedCount = 0n;
ScanDetailV2.prototype.rocksdbBlockCacheHitCount = 0n;
ScanDetailV2.prototype.rocksdbBlockReadCount = 0n;
ScanDetailV2.prototype.rocksdbBlockReadByte = 0n;
ScanDetailV2.prototype.processedVersionsSize = 0n;
ScanDetailV2.prototype.rocksdbBlockReadNanos = 0n;
ScanDetailV2.prototype.getSnapshotNanos = 0n;
ScanDetailV2.prototype.readIndexProposeWaitNanos = 0n;
ScanDetailV2.prototype.readIndexConfirmWaitNanos = 0n;
ScanDetailV2.prototype.readPoolScheduleWaitNanos = 0n;
ScanDetailV2.prototype.totalVersionsSize = 0n;
ScanDetailV2.prototype.iaCacheHitCount = 0n;
ScanDetailV2.prototype.iaRemoteReadSegmentCount = 0n;
ScanDetailV2.prototype.iaRemoteReadSegmentBytes = 0n;
ScanDetailV2.prototype.iaRemoteReadSegmentNanos = 0n;
ScanDetailV2.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.processedVersions != null && m.processedVersions !== 0n)
w.uint32(8).uint64(m.processedVersions);
if (m.totalVersions != null && m.totalVersions !== 0n)
w.uint32(16).uint64(m.totalVersions);
if (m.rocksdbDeleteSkippedCount != null && m.rocksdbDeleteSkippedCount !== 0n)
w.uint32(24).uint64(m.rocksdbDeleteSkippedCount);
if (m.rocksdbKeySkippedCount != null && m.rocksdbKeySkippedCount !== 0n)
w.uint32(32).uint64(m.rocksdbKeySkippedCount);
if (m.rocksdbBlockCacheHitCount != null && m.rocksdbBlockCacheHitCount !== 0n)
w.uint32(40).uint64(m.rocksdbBlockCacheHitCount);
if (m.rocksdbBlockReadCount != null && m.rocksdbBlockReadCount !== 0n)
w.uint32(48).uint64(m.rocksdbBlockReadCount);
if (m.rocksdbBlockReadByte != null && m.rocksdbBlockReadByte !== 0n)
w.uint32(56).uint64(m.rocksdbBlockReadByte);
if (m.processedVersionsSize != null && m.processedVersionsSize !== 0n)
w.uint32(64).uint64(m.processedVersionsSize);
if (m.rocksdbBlockReadNanos != null && m.rocksdbBlockReadNanos !== 0n)
w.uint32(72).uint64(m.rocksdbBlockReadNanos);
if (m.getSnapshotNanos != null && m.getSnapshotNanos !== 0n)
w.uint32(80).uint64(m.getSnapshotNanos);
if (m.readIndexProposeWaitNanos != null && m.readIndexProposeWaitNanos !== 0n)
w.uint32(88).uint64(m.readIndexProposeWaitNanos);
if (m.readIndexConfirmWaitNanos != null && m.readIndexConfirmWaitNanos !== 0n)
w.uint32(96).uint64(m.readIndexConfirmWaitNanos);
if (m.readPoolScheduleWaitNanos != null && m.readPoolScheduleWaitNanos !== 0n)
w.uint32(104).uint64(m.readPoolScheduleWaitNanos);
if (m.totalVersionsSize != null && m.totalVersionsSize !== 0n)
w.uint32(112).uint64(m.totalVersionsSize);
if (m.iaCacheHitCount != null && m.iaCacheHitCount !== 0n)
w.uint32(120).uint64(m.iaCacheHitCount);
if (m.iaRemoteReadSegmentCount != null && m.iaRemoteReadSegmentCount !== 0n)
w.uint32(128).uint64(m.iaRemoteReadSegmentCount);
if (m.iaRemoteReadSegmentBytes != null && m.iaRemoteReadSegmentBytes !== 0n)
w.uint32(136).uint64(m.iaRemoteReadSegmentBytes);
if (m.iaRemoteReadSegmentNanos != null && m.iaRemoteReadSegmentNanos !== 0n)
w.uint32(144).uint64(m.iaRemoteReadSegmentNanos);
return w;
};
ScanDetailV2.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanDetailV2();
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
m.processedVersions = v;
else
delete m.processedVersions;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalVersions = v;
else
delete m.totalVersions;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbDeleteSkippedCount = v;
else
delete m.rocksdbDeleteSkippedCount;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbKeySkippedCount = v;
else
delete m.rocksdbKeySkippedCount;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbBlockCacheHitCount = v;
else
delete m.rocksdbBlockCacheHitCount;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbBlockReadCount = v;
else
delete m.rocksdbBlockReadCount;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbBlockReadByte = v;
else
delete m.rocksdbBlockReadByte;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.processedVersionsSize = v;
else
delete m.processedVersionsSize;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.rocksdbBlockReadNanos = v;
else
delete m.rocksdbBlockReadNanos;
continue;
}
case 10: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.getSnapshotNanos = v;
else
delete m.getSnapshotNanos;
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.readIndexProposeWaitNanos = v;
else
delete m.readIndexProposeWaitNanos;
continue;
}
case 12: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.readIndexConfirmWaitNanos = v;
else
delete m.readIndexConfirmWaitNanos;
continue;
}
case 13: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.readPoolScheduleWaitNanos = v;
else
delete m.readPoolScheduleWaitNanos;
continue;
}
case 14: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalVersionsSize = v;
else
delete m.totalVersionsSize;
continue;
}
case 15: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.iaCacheHitCount = v;
else
delete m.iaCacheHitCount;
continue;
}
case 16: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.iaRemoteReadSegmentCount = v;
else
delete m.iaRemoteReadSegmentCount;
continue;
}
case 17: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.iaRemoteReadSegmentBytes = v;
else
delete m.iaRemoteReadSegmentBytes;
continue;
}
case 18: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.iaRemoteReadSegmentNanos = v;
else
delete m.iaRemoteReadSegmentNanos;
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
return ScanDetailV2;
})();
kvrpcpb.WriteDetail = (function() {
const WriteDetail = function () {};
WriteDetail.prototype.storeBatchWaitNanos = 0n;
WriteDetail.prototype.proposeSendWaitNanos = 0n;
WriteDetail.prototype.persistLogNanos = 0n;
WriteDetail.prototype.raftDbWriteLeaderWaitNanos = 0n;
WriteDetail.prototype.raftDbSyncLogNanos = 0n;
WriteDetail.prototype.raftDbWriteMemtableNanos = 0n;
WriteDetail.prototype.commitLogNanos = 0n;
WriteDetail.prototype.applyBatchWaitNanos = 0n;
WriteDetail.prototype.applyLogNanos = 0n;
WriteDetail.prototype.applyMutexLockNanos = 0n;
WriteDetail.prototype.applyWriteLeaderWaitNanos = 0n;
WriteDetail.prototype.applyWriteWalNanos = 0n;
WriteDetail.prototype.applyWriteMemtableNanos = 0n;
WriteDetail.prototype.latchWaitNanos = 0n;
WriteDetail.prototype.processNanos = 0n;
WriteDetail.prototype.throttleNanos = 0n;
WriteDetail.prototype.pessimisticLockWaitNanos = 0n;
WriteDetail.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.storeBatchWaitNanos != null && m.storeBatchWaitNanos !== 0n)
w.uint32(8).uint64(m.storeBatchWaitNanos);
if (m.proposeSendWaitNanos != null && m.proposeSendWaitNanos !== 0n)
w.uint32(16).uint64(m.proposeSendWaitNanos);
if (m.persistLogNanos != null && m.persistLogNanos !== 0n)
w.uint32(24).uint64(m.persistLogNanos);
if (m.raftDbWriteLeaderWaitNanos != null && m.raftDbWriteLeaderWaitNanos !== 0n)
w.uint32(32).uint64(m.raftDbWriteLeaderWaitNanos);
if (m.raftDbSyncLogNanos != null && m.raftDbSyncLogNanos !== 0n)
w.uint32(40).uint64(m.raftDbSyncLogNanos);
if (m.raftDbWriteMemtableNanos != null && m.raftDbWriteMemtableNanos !== 0n)
w.uint32(48).uint64(m.raftDbWriteMemtableNanos);
if (m.commitLogNanos != null && m.commitLogNanos !== 0n)
w.uint32(56).uint64(m.commitLogNanos);
if (m.applyBatchWaitNanos != null && m.applyBatchWaitNanos !== 0n)
w.uint32(64).uint64(m.applyBatchWaitNanos);
if (m.applyLogNanos != null && m.applyLogNanos !== 0n)
w.uint32(72).uint64(m.applyLogNanos);
if (m.applyMutexLockNanos != null && m.applyMutexLockNanos !== 0n)
w.uint32(80).uint64(m.applyMutexLockNanos);
if (m.applyWriteLeaderWaitNanos != null && m.applyWriteLeaderWaitNanos !== 0n)
w.uint32(88).uint64(m.applyWriteLeaderWaitNanos);
if (m.applyWriteWalNanos != null && m.applyWriteWalNanos !== 0n)
w.uint32(96).uint64(m.applyWriteWalNanos);
if (m.applyWriteMemtableNanos != null && m.applyWriteMemtableNanos !== 0n)
w.uint32(104).uint64(m.applyWriteMemtableNanos);
if (m.latchWaitNanos != null && m.latchWaitNanos !== 0n)
w.uint32(112).uint64(m.latchWaitNanos);
if (m.processNanos != null && m.processNanos !== 0n)
w.uint32(120).uint64(m.processNanos);
if (m.throttleNanos != null && m.throttleNanos !== 0n)
w.uint32(128).uint64(m.throttleNanos);
if (m.pessimisticLockWaitNanos != null && m.pessimisticLockWaitNanos !== 0n)
w.uint32(136).uint64(m.pessimisticLockWaitNanos);
return w;
};
WriteDetail.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.WriteDetail();
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
m.storeBatchWaitNanos = v;
else
delete m.storeBatchWaitNanos;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.proposeSendWaitNanos = v;
else
delete m.proposeSendWaitNanos;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.persistLogNanos = v;
else
delete m.persistLogNanos;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.raftDbWriteLeaderWaitNanos = v;
else
delete m.raftDbWriteLeaderWaitNanos;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.raftDbSyncLogNanos = v;
else
delete m.raftDbSyncLogNanos;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.raftDbWriteMemtableNanos = v;
else
delete m.raftDbWriteMemtableNanos;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitLogNanos = v;
else
delete m.commitLogNanos;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyBatchWaitNanos = v;
else
delete m.applyBatchWaitNanos;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyLogNanos = v;
else
delete m.applyLogNanos;
continue;
}
case 10: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyMutexLockNanos = v;
else
delete m.applyMutexLockNanos;
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyWriteLeaderWaitNanos = v;
else
delete m.applyWriteLeaderWaitNanos;
continue;
}
case 12: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyWriteWalNanos = v;
else
delete m.applyWriteWalNanos;
continue;
}
case 13: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.applyWriteMemtableNanos = v;
else
delete m.applyWriteMemtableNanos;
continue;
}
case 14: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.latchWaitNanos = v;
else
delete m.latchWaitNanos;
continue;
}
case 15: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.processNanos = v;
else
delete m.processNanos;
continue;
}
case 16: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.throttleNanos = v;
else
delete m.throttleNanos;
continue;
}
case 17: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.pessimisticLockWaitNanos = v;
else
delete m.pessimisticLockWaitNanos;
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
return WriteDetail;
})();
kvrpcpb.PoolTaskDetails = (function() {
const PoolTaskDetails = function () {};
PoolTaskDetails.prototype.pollCount = 0n;
PoolTaskDetails.prototype.dispatchCount = 0n;
PoolTaskDetails.prototype.totalWallNanos = 0n;
PoolTaskDetails.prototype.totalQueueWaitNanos = 0n;
PoolTaskDetails.prototype.maxQueueWaitNanos = 0n;
PoolTaskDetails.prototype.minQueueWaitNanos = 0n;
PoolTaskDetails.prototype.totalWakeWaitNanos = 0n;
PoolTaskDetails.prototype.maxWakeWaitNanos = 0n;
PoolTaskDetails.prototype.minWakeWaitNanos = 0n;
PoolTaskDetails.prototype.fairQueueEnabled = false;
PoolTaskDetails.prototype.totalFairQueueWaitedTaskSlices = 0n;
PoolTaskDetails.prototype.maxFairQueueWaitedTaskSlices = 0n;
PoolTaskDetails.prototype.minFairQueueWaitedTaskSlices = 0n;
PoolTaskDetails.prototype.pollCpuNanos = 0n;
PoolTaskDetails.prototype.maxPollCpuNanos = 0n;
PoolTaskDetails.prototype.minPollCpuNanos = 0n;
PoolTaskDetails.prototype.pollWallNanos = 0n;
PoolTaskDetails.prototype.minPollWallNanos = 0n;
PoolTaskDetails.prototype.maxPollWallNanos = 0n;
PoolTaskDetails.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pollCount != null && m.pollCount !== 0n)
w.uint32(8).uint64(m.pollCount);
if (m.dispatchCount != null && m.dispatchCount !== 0n)
w.uint32(16).uint64(m.dispatchCount);
if (m.totalWallNanos != null && m.totalWallNanos !== 0n)
w.uint32(24).uint64(m.totalWallNanos);
if (m.totalQueueWaitNanos != null && m.totalQueueWaitNanos !== 0n)
w.uint32(32).uint64(m.totalQueueWaitNanos);
if (m.maxQueueWaitNanos != null && m.maxQueueWaitNanos !== 0n)
w.uint32(40).uint64(m.maxQueueWaitNanos);
if (m.minQueueWaitNanos != null && m.minQueueWaitNanos !== 0n)
w.uint32(48).uint64(m.minQueueWaitNanos);
if (m.totalWakeWaitNanos != null && m.totalWakeWaitNanos !== 0n)
w.uint32(56).uint64(m.totalWakeWaitNanos);
if (m.maxWakeWaitNanos != null && m.maxWakeWaitNanos !== 0n)
w.uint32(64).uint64(m.maxWakeWaitNanos);
if (m.minWakeWaitNanos != null && m.minWakeWaitNanos !== 0n)
w.uint32(72).uint64(m.minWakeWaitNanos);
if (m.fairQueueEnabled != null && m.fairQueueEnabled !== false)
w.uint32(80).bool(m.fairQueueEnabled);
if (m.totalFairQueueWaitedTaskSlices != null && m.totalFairQueueWaitedTaskSlices !== 0n)
w.uint32(88).uint64(m.totalFairQueueWaitedTaskSlices);
if (m.maxFairQueueWaitedTaskSlices != null && m.maxFairQueueWaitedTaskSlices !== 0n)
w.uint32(96).uint64(m.maxFairQueueWaitedTaskSlices);
if (m.minFairQueueWaitedTaskSlices != null && m.minFairQueueWaitedTaskSlices !== 0n)
w.uint32(104).uint64(m.minFairQueueWaitedTaskSlices);
if (m.pollCpuNanos != null && m.pollCpuNanos !== 0n)
w.uint32(112).uint64(m.pollCpuNanos);
if (m.maxPollCpuNanos != null && m.maxPollCpuNanos !== 0n)
w.uint32(120).uint64(m.maxPollCpuNanos);
if (m.minPollCpuNanos != null && m.minPollCpuNanos !== 0n)
w.uint32(128).uint64(m.minPollCpuNanos);
if (m.pollWallNanos != null && m.pollWallNanos !== 0n)
w.uint32(136).uint64(m.pollWallNanos);
if (m.minPollWallNanos != null && m.minPollWallNanos !== 0n)
w.uint32(144).uint64(m.minPollWallNanos);
if (m.maxPollWallNanos != null && m.maxPollWallNanos !== 0n)
w.uint32(152).uint64(m.maxPollWallNanos);
return w;
};
PoolTaskDetails.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PoolTaskDetails();
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
m.pollCount = v;
else
delete m.pollCount;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.dispatchCount = v;
else
delete m.dispatchCount;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalWallNanos = v;
else
delete m.totalWallNanos;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalQueueWaitNanos = v;
else
delete m.totalQueueWaitNanos;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxQueueWaitNanos = v;
else
delete m.maxQueueWaitNanos;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minQueueWaitNanos = v;
else
delete m.minQueueWaitNanos;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalWakeWaitNanos = v;
else
delete m.totalWakeWaitNanos;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxWakeWaitNanos = v;
else
delete m.maxWakeWaitNanos;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minWakeWaitNanos = v;
else
delete m.minWakeWaitNanos;
continue;
}
case 10: {
if (u !== 0)
break;
if (v = r.bool())
m.fairQueueEnabled = v;
else
delete m.fairQueueEnabled;
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalFairQueueWaitedTaskSlices = v;
else
delete m.totalFairQueueWaitedTaskSlices;
continue;
}
case 12: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxFairQueueWaitedTaskSlices = v;
else
delete m.maxFairQueueWaitedTaskSlices;
continue;
}
case 13: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minFairQueueWaitedTaskSlices = v;
else
delete m.minFairQueueWaitedTaskSlices;
continue;
}
case 14: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.pollCpuNanos = v;
else
delete m.pollCpuNanos;
continue;
}
case 15: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxPollCpuNanos = v;
else
delete m.maxPollCpuNanos;
continue;
}
case 16: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minPollCpuNanos = v;
else
delete m.minPollCpuNanos;
continue;
}
case 17: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.pollWallNanos = v;
else
delete m.pollWallNanos;
continue;
}
case 18: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minPollWallNanos = v;
else
delete m.minPollWallNanos;
continue;
}
case 19: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxPollWallNanos = v;
else
delete m.maxPollWallNanos;
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
return PoolTaskDetails;
})();
kvrpcpb.RUV2 = (function() {
const RUV2 = function () {};
RUV2.prototype.kvEngineCacheMiss = 0n;
RUV2.prototype.coprocessorExecutorIterations = 0n;
RUV2.prototype.coprocessorResponseBytes = 0n;
RUV2.prototype.raftstoreStoreWriteTriggerWbBytes = 0n;
RUV2.prototype.storageProcessedKeysBatchGet = 0n;
RUV2.prototype.storageProcessedKeysGet = 0n;
RUV2.prototype.readRpcCount = 0n;
RUV2.prototype.writeRpcCount = 0n;
RUV2.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.kvEngineCacheMiss != null && m.kvEngineCacheMiss !== 0n)
w.uint32(8).uint64(m.kvEngineCacheMiss);
if (m.executorInputs != null)
$root.kvrpcpb.ExecutorInputs.encode(m.executorInputs, w.uint32(18).fork(), q + 1).ldelim();
if (m.coprocessorExecutorIterations != null && m.coprocessorExecutorIterations !== 0n)
w.uint32(24).uint64(m.coprocessorExecutorIterations);
if (m.coprocessorResponseBytes != null && m.coprocessorResponseBytes !== 0n)
w.uint32(32).uint64(m.coprocessorResponseBytes);
if (m.raftstoreStoreWriteTriggerWbBytes != null && m.raftstoreStoreWriteTriggerWbBytes !== 0n)
w.uint32(40).uint64(m.raftstoreStoreWriteTriggerWbBytes);
if (m.storageProcessedKeysBatchGet != null && m.storageProcessedKeysBatchGet !== 0n)
w.uint32(48).uint64(m.storageProcessedKeysBatchGet);
if (m.storageProcessedKeysGet != null && m.storageProcessedKeysGet !== 0n)
w.uint32(56).uint64(m.storageProcessedKeysGet);
if (m.readRpcCount != null && m.readRpcCount !== 0n)
w.uint32(64).uint64(m.readRpcCount);
if (m.writeRpcCount != null && m.writeRpcCount !== 0n)
w.uint32(72).uint64(m.writeRpcCount);
return w;
};
RUV2.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RUV2();
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
m.kvEngineCacheMiss = v;
else
delete m.kvEngineCacheMiss;
continue;
}
case 2: {
if (u !== 2)
break;
m.executorInputs = $root.kvrpcpb.ExecutorInputs.decode(r, r.size(), $undefined, q + 1, m.executorInputs);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.coprocessorExecutorIterations = v;
else
delete m.coprocessorExecutorIterations;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.coprocessorResponseBytes = v;
else
delete m.coprocessorResponseBytes;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.raftstoreStoreWriteTriggerWbBytes = v;
else
delete m.raftstoreStoreWriteTriggerWbBytes;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storageProcessedKeysBatchGet = v;
else
delete m.storageProcessedKeysBatchGet;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.storageProcessedKeysGet = v;
else
delete m.storageProcessedKeysGet;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.readRpcCount = v;
else
delete m.readRpcCount;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.writeRpcCount = v;
else
delete m.writeRpcCount;
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
return RUV2;
})();
kvrpcpb.ExecutorInputs = (function() {
const ExecutorInputs = function () {};
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchIndexScan = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchTableScan = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchSelection = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchTopN = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchLimit = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr = 0n;
ExecutorInputs.prototype.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr = 0n;
ExecutorInputs.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.tikvCoprocessorExecutorWorkTotalBatchIndexScan != null && m.tikvCoprocessorExecutorWorkTotalBatchIndexScan !== 0n)
w.uint32(8).uint64(m.tikvCoprocessorExecutorWorkTotalBatchIndexScan);
if (m.tikvCoprocessorExecutorWorkTotalBatchTableScan != null && m.tikvCoprocessorExecutorWorkTotalBatchTableScan !== 0n)
w.uint32(16).uint64(m.tikvCoprocessorExecutorWorkTotalBatchTableScan);
if (m.tikvCoprocessorExecutorWorkTotalBatchSelection != null && m.tikvCoprocessorExecutorWorkTotalBatchSelection !== 0n)
w.uint32(24).uint64(m.tikvCoprocessorExecutorWorkTotalBatchSelection);
if (m.tikvCoprocessorExecutorWorkTotalBatchTopN != null && m.tikvCoprocessorExecutorWorkTotalBatchTopN !== 0n)
w.uint32(32).uint64(m.tikvCoprocessorExecutorWorkTotalBatchTopN);
if (m.tikvCoprocessorExecutorWorkTotalBatchLimit != null && m.tikvCoprocessorExecutorWorkTotalBatchLimit !== 0n)
w.uint32(40).uint64(m.tikvCoprocessorExecutorWorkTotalBatchLimit);
if (m.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr != null && m.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr !== 0n)
w.uint32(48).uint64(m.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr);
if (m.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr != null && m.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr !== 0n)
w.uint32(56).uint64(m.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr);
return w;
};
ExecutorInputs.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ExecutorInputs();
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
m.tikvCoprocessorExecutorWorkTotalBatchIndexScan = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchIndexScan;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchTableScan = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchTableScan;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchSelection = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchSelection;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchTopN = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchTopN;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchLimit = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchLimit;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchSimpleAggr;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr = v;
else
delete m.tikvCoprocessorExecutorWorkTotalBatchFastHashAggr;
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
return ExecutorInputs;
})();
kvrpcpb.GetRequest = (function() {
const GetRequest = function () {};
GetRequest.prototype.key = $util.emptyBytes;
GetRequest.prototype.version = 0n;
GetRequest.prototype.needCommitTs = false;
GetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.version != null && m.version !== 0n)
w.uint32(24).uint64(m.version);
if (m.needCommitTs != null && m.needCommitTs !== false)
w.uint32(32).bool(m.needCommitTs);
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
m = g || new $root.kvrpcpb.GetRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.needCommitTs = v;
else
delete m.needCommitTs;
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
kvrpcpb.GetResponse = (function() {
const GetResponse = function () {};
GetResponse.prototype.value = $util.emptyBytes;
GetResponse.prototype.notFound = false;
GetResponse.prototype.commitTs = 0n;
GetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.notFound != null && m.notFound !== false)
w.uint32(32).bool(m.notFound);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(50).fork(), q + 1).ldelim();
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(56).uint64(m.commitTs);
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
m = g || new $root.kvrpcpb.GetResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
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
if (v = r.bool())
m.notFound = v;
else
delete m.notFound;
continue;
}
case 6: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
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
kvrpcpb.BatchGetRequest = (function() {
const BatchGetRequest = function () {};
BatchGetRequest.prototype.keys = $util.emptyArray;
BatchGetRequest.prototype.version = 0n;
BatchGetRequest.prototype.needCommitTs = false;
BatchGetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
if (m.version != null && m.version !== 0n)
w.uint32(24).uint64(m.version);
if (m.needCommitTs != null && m.needCommitTs !== false)
w.uint32(32).bool(m.needCommitTs);
return w;
};
BatchGetRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BatchGetRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.needCommitTs = v;
else
delete m.needCommitTs;
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
return BatchGetRequest;
})();
kvrpcpb.BatchGetResponse = (function() {
const BatchGetResponse = function () {};
BatchGetResponse.prototype.pairs = $util.emptyArray;
BatchGetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.pairs != null && m.pairs.length) {
for (var i = 0; i < m.pairs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.pairs[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(34).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(42).fork(), q + 1).ldelim();
return w;
};
BatchGetResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BatchGetResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.pairs && m.pairs.length))
m.pairs = [];
m.pairs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
continue;
}
case 5: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
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
return BatchGetResponse;
})();
kvrpcpb.ScanRequest = (function() {
const ScanRequest = function () {};
ScanRequest.prototype.startKey = $util.emptyBytes;
ScanRequest.prototype.limit = 0;
ScanRequest.prototype.version = 0n;
ScanRequest.prototype.keyOnly = false;
ScanRequest.prototype.reverse = false;
ScanRequest.prototype.endKey = $util.emptyBytes;
ScanRequest.prototype.sampleStep = 0;
ScanRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.limit != null && m.limit !== 0)
w.uint32(24).uint32(m.limit);
if (m.version != null && m.version !== 0n)
w.uint32(32).uint64(m.version);
if (m.keyOnly != null && m.keyOnly !== false)
w.uint32(40).bool(m.keyOnly);
if (m.reverse != null && m.reverse !== false)
w.uint32(48).bool(m.reverse);
if (m.endKey != null && m.endKey.length)
w.uint32(58).bytes(m.endKey);
if (m.sampleStep != null && m.sampleStep !== 0)
w.uint32(64).uint32(m.sampleStep);
return w;
};
ScanRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (v = r.uint32())
m.limit = v;
else
delete m.limit;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.version = v;
else
delete m.version;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.keyOnly = v;
else
delete m.keyOnly;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.reverse = v;
else
delete m.reverse;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.endKey = v;
else
delete m.endKey;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.uint32())
m.sampleStep = v;
else
delete m.sampleStep;
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
return ScanRequest;
})();
kvrpcpb.ScanResponse = (function() {
const ScanResponse = function () {};
ScanResponse.prototype.pairs = $util.emptyArray;
ScanResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.pairs != null && m.pairs.length) {
for (var i = 0; i < m.pairs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.pairs[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
ScanResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.pairs && m.pairs.length))
m.pairs = [];
m.pairs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
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
return ScanResponse;
})();
kvrpcpb.BufferBatchGetRequest = (function() {
const BufferBatchGetRequest = function () {};
BufferBatchGetRequest.prototype.keys = $util.emptyArray;
BufferBatchGetRequest.prototype.version = 0n;
BufferBatchGetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
if (m.version != null && m.version !== 0n)
w.uint32(24).uint64(m.version);
return w;
};
BufferBatchGetRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BufferBatchGetRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 3: {
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
return BufferBatchGetRequest;
})();
kvrpcpb.BufferBatchGetResponse = (function() {
const BufferBatchGetResponse = function () {};
BufferBatchGetResponse.prototype.pairs = $util.emptyArray;
BufferBatchGetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.pairs != null && m.pairs.length) {
for (var i = 0; i < m.pairs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.pairs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
BufferBatchGetResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BufferBatchGetResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.pairs && m.pairs.length))
m.pairs = [];
m.pairs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return BufferBatchGetResponse;
})();
kvrpcpb.PrewriteRequest = (function() {
const PrewriteRequest = function () {};
PrewriteRequest.prototype.mutations = $util.emptyArray;
PrewriteRequest.prototype.primaryLock = $util.emptyBytes;
PrewriteRequest.prototype.startVersion = 0n;
PrewriteRequest.prototype.lockTtl = 0n;
PrewriteRequest.prototype.skipConstraintCheck = false;
PrewriteRequest.prototype.pessimisticActions = $util.emptyArray;
PrewriteRequest.prototype.txnSize = 0n;
PrewriteRequest.prototype.forUpdateTs = 0n;
PrewriteRequest.prototype.minCommitTs = 0n;
PrewriteRequest.prototype.useAsyncCommit = false;
PrewriteRequest.prototype.secondaries = $util.emptyArray;
PrewriteRequest.prototype.tryOnePc = false;
PrewriteRequest.prototype.maxCommitTs = 0n;
PrewriteRequest.prototype.assertionLevel = 0;
PrewriteRequest.prototype.forUpdateTsConstraints = $util.emptyArray;
PrewriteRequest.prototype.txnFileChunks = $util.emptyArray;
PrewriteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.mutations != null && m.mutations.length) {
for (var i = 0; i < m.mutations.length; ++i)
$root.kvrpcpb.Mutation.encode(m.mutations[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.primaryLock != null && m.primaryLock.length)
w.uint32(26).bytes(m.primaryLock);
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(32).uint64(m.startVersion);
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(40).uint64(m.lockTtl);
if (m.skipConstraintCheck != null && m.skipConstraintCheck !== false)
w.uint32(48).bool(m.skipConstraintCheck);
if (m.pessimisticActions != null && m.pessimisticActions.length) {
w.uint32(58).int32s(m.pessimisticActions);
}
if (m.txnSize != null && m.txnSize !== 0n)
w.uint32(64).uint64(m.txnSize);
if (m.forUpdateTs != null && m.forUpdateTs !== 0n)
w.uint32(72).uint64(m.forUpdateTs);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(80).uint64(m.minCommitTs);
if (m.useAsyncCommit != null && m.useAsyncCommit !== false)
w.uint32(88).bool(m.useAsyncCommit);
if (m.secondaries != null && m.secondaries.length) {
for (var i = 0; i < m.secondaries.length; ++i)
w.uint32(98).bytes(m.secondaries[i]);
}
if (m.tryOnePc != null && m.tryOnePc !== false)
w.uint32(104).bool(m.tryOnePc);
if (m.maxCommitTs != null && m.maxCommitTs !== 0n)
w.uint32(112).uint64(m.maxCommitTs);
if (m.assertionLevel != null && m.assertionLevel !== 0)
w.uint32(120).int32(m.assertionLevel);
if (m.forUpdateTsConstraints != null && m.forUpdateTsConstraints.length) {
for (var i = 0; i < m.forUpdateTsConstraints.length; ++i)
$root.kvrpcpb.PrewriteRequest.ForUpdateTSConstraint.encode(m.forUpdateTsConstraints[i], w.uint32(130).fork(), q + 1).ldelim();
}
if (m.txnFileChunks != null && m.txnFileChunks.length) {
w.uint32(802).uint64s(m.txnFileChunks);
}
return w;
};
PrewriteRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrewriteRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mutations && m.mutations.length))
m.mutations = [];
m.mutations.push($root.kvrpcpb.Mutation.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryLock = v;
else
delete m.primaryLock;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.skipConstraintCheck = v;
else
delete m.skipConstraintCheck;
continue;
}
case 7: {
if (u === 2) {
if (!(m.pessimisticActions && m.pessimisticActions.length))
m.pessimisticActions = [];
r.int32s(m.pessimisticActions);
continue;
}
if (u !== 0)
break;
if (!(m.pessimisticActions && m.pessimisticActions.length))
m.pessimisticActions = [];
m.pessimisticActions.push(r.int32());
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.txnSize = v;
else
delete m.txnSize;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.forUpdateTs = v;
else
delete m.forUpdateTs;
continue;
}
case 10: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 11: {
if (u !== 0)
break;
if (v = r.bool())
m.useAsyncCommit = v;
else
delete m.useAsyncCommit;
continue;
}
case 12: {
if (u !== 2)
break;
if (!(m.secondaries && m.secondaries.length))
m.secondaries = [];
m.secondaries.push(r.bytes());
continue;
}
case 13: {
if (u !== 0)
break;
if (v = r.bool())
m.tryOnePc = v;
else
delete m.tryOnePc;
continue;
}
case 14: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxCommitTs = v;
else
delete m.maxCommitTs;
continue;
}
case 15: {
if (u !== 0)
break;
if (v = r.int32())
m.assertionLevel = v;
else
delete m.assertionLevel;
continue;
}
case 16: {
if (u !== 2)
break;
if (!(m.forUpdateTsConstraints && m.forUpdateTsConstraints.length))
m.forUpdateTsConstraints = [];
m.forUpdateTsConstraints.push($root.kvrpcpb.PrewriteRequest.ForUpdateTSConstraint.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 100: {
if (u === 2) {
if (!(m.txnFileChunks && m.txnFileChunks.length))
m.txnFileChunks = [];
r.uint64s(m.txnFileChunks);
continue;
}
if (u !== 0)
break;
if (!(m.txnFileChunks && m.txnFileChunks.length))
m.txnFileChunks = [];
m.txnFileChunks.push(r.uint64());
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
PrewriteRequest.PessimisticAction = $Object.freeze({ SKIP_PESSIMISTIC_CHECK: 0, DO_PESSIMISTIC_CHECK: 1, DO_CONSTRAINT_CHECK: 2 });
PrewriteRequest.ForUpdateTSConstraint = (function() {
const ForUpdateTSConstraint = function () {};
ForUpdateTSConstraint.prototype.index = 0;
ForUpdateTSConstraint.prototype.expectedForUpdateTs = 0n;
ForUpdateTSConstraint.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.index != null && m.index !== 0)
w.uint32(8).uint32(m.index);
if (m.expectedForUpdateTs != null && m.expectedForUpdateTs !== 0n)
w.uint32(16).uint64(m.expectedForUpdateTs);
return w;
};
ForUpdateTSConstraint.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrewriteRequest.ForUpdateTSConstraint();
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
m.index = v;
else
delete m.index;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.expectedForUpdateTs = v;
else
delete m.expectedForUpdateTs;
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
return ForUpdateTSConstraint;
})();
return PrewriteRequest;
})();
kvrpcpb.PrewriteResponse = (function() {
const PrewriteResponse = function () {};
PrewriteResponse.prototype.errors = $util.emptyArray;
PrewriteResponse.prototype.minCommitTs = 0n;
PrewriteResponse.prototype.onePcCommitTs = 0n;
PrewriteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.errors != null && m.errors.length) {
for (var i = 0; i < m.errors.length; ++i)
$root.kvrpcpb.KeyError.encode(m.errors[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(24).uint64(m.minCommitTs);
if (m.onePcCommitTs != null && m.onePcCommitTs !== 0n)
w.uint32(32).uint64(m.onePcCommitTs);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(42).fork(), q + 1).ldelim();
return w;
};
PrewriteResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrewriteResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.errors && m.errors.length))
m.errors = [];
m.errors.push($root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.onePcCommitTs = v;
else
delete m.onePcCommitTs;
continue;
}
case 5: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return PrewriteResponse;
})();
kvrpcpb.CommitRequest = (function() {
const CommitRequest = function () {};
CommitRequest.prototype.startVersion = 0n;
CommitRequest.prototype.keys = $util.emptyArray;
CommitRequest.prototype.commitVersion = 0n;
CommitRequest.prototype.commitRole = 0;
CommitRequest.prototype.primaryKey = $util.emptyBytes;
CommitRequest.prototype.useAsyncCommit = false;
CommitRequest.prototype.isTxnFile = false;
CommitRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(16).uint64(m.startVersion);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(26).bytes(m.keys[i]);
}
if (m.commitVersion != null && m.commitVersion !== 0n)
w.uint32(32).uint64(m.commitVersion);
if (m.commitRole != null && m.commitRole !== 0)
w.uint32(48).int32(m.commitRole);
if (m.primaryKey != null && m.primaryKey.length)
w.uint32(58).bytes(m.primaryKey);
if (m.useAsyncCommit != null && m.useAsyncCommit !== false)
w.uint32(64).bool(m.useAsyncCommit);
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
CommitRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CommitRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitVersion = v;
else
delete m.commitVersion;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.int32())
m.commitRole = v;
else
delete m.commitRole;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryKey = v;
else
delete m.primaryKey;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.useAsyncCommit = v;
else
delete m.useAsyncCommit;
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return CommitRequest;
})();
kvrpcpb.CommitRole = $Object.freeze({ Unknown: 0, Primary: 1, Secondary: 2 });
kvrpcpb.CommitResponse = (function() {
const CommitResponse = function () {};
CommitResponse.prototype.commitVersion = 0n;
CommitResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.commitVersion != null && m.commitVersion !== 0n)
w.uint32(24).uint64(m.commitVersion);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
CommitResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CommitResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitVersion = v;
else
delete m.commitVersion;
continue;
}
case 4: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return CommitResponse;
})();
kvrpcpb.BatchRollbackRequest = (function() {
const BatchRollbackRequest = function () {};
BatchRollbackRequest.prototype.startVersion = 0n;
BatchRollbackRequest.prototype.keys = $util.emptyArray;
BatchRollbackRequest.prototype.isTxnFile = false;
BatchRollbackRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(16).uint64(m.startVersion);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(26).bytes(m.keys[i]);
}
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
BatchRollbackRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BatchRollbackRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
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
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return BatchRollbackRequest;
})();
kvrpcpb.BatchRollbackResponse = (function() {
const BatchRollbackResponse = function () {};
BatchRollbackResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
BatchRollbackResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BatchRollbackResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return BatchRollbackResponse;
})();
kvrpcpb.CleanupRequest = (function() {
const CleanupRequest = function () {};
CleanupRequest.prototype.key = $util.emptyBytes;
CleanupRequest.prototype.startVersion = 0n;
CleanupRequest.prototype.currentTs = 0n;
CleanupRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(24).uint64(m.startVersion);
if (m.currentTs != null && m.currentTs !== 0n)
w.uint32(32).uint64(m.currentTs);
return w;
};
CleanupRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CleanupRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.currentTs = v;
else
delete m.currentTs;
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
return CleanupRequest;
})();
kvrpcpb.CleanupResponse = (function() {
const CleanupResponse = function () {};
CleanupResponse.prototype.commitVersion = 0n;
CleanupResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.commitVersion != null && m.commitVersion !== 0n)
w.uint32(24).uint64(m.commitVersion);
return w;
};
CleanupResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CleanupResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitVersion = v;
else
delete m.commitVersion;
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
return CleanupResponse;
})();
kvrpcpb.FlushRequest = (function() {
const FlushRequest = function () {};
FlushRequest.prototype.mutations = $util.emptyArray;
FlushRequest.prototype.primaryKey = $util.emptyBytes;
FlushRequest.prototype.startTs = 0n;
FlushRequest.prototype.minCommitTs = 0n;
FlushRequest.prototype.generation = 0n;
FlushRequest.prototype.lockTtl = 0n;
FlushRequest.prototype.assertionLevel = 0;
FlushRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.mutations != null && m.mutations.length) {
for (var i = 0; i < m.mutations.length; ++i)
$root.kvrpcpb.Mutation.encode(m.mutations[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.primaryKey != null && m.primaryKey.length)
w.uint32(26).bytes(m.primaryKey);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(32).uint64(m.startTs);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(40).uint64(m.minCommitTs);
if (m.generation != null && m.generation !== 0n)
w.uint32(48).uint64(m.generation);
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(56).uint64(m.lockTtl);
if (m.assertionLevel != null && m.assertionLevel !== 0)
w.uint32(64).int32(m.assertionLevel);
return w;
};
FlushRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.FlushRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mutations && m.mutations.length))
m.mutations = [];
m.mutations.push($root.kvrpcpb.Mutation.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryKey = v;
else
delete m.primaryKey;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.generation = v;
else
delete m.generation;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.int32())
m.assertionLevel = v;
else
delete m.assertionLevel;
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
return FlushRequest;
})();
kvrpcpb.FlushResponse = (function() {
const FlushResponse = function () {};
FlushResponse.prototype.errors = $util.emptyArray;
FlushResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.errors != null && m.errors.length) {
for (var i = 0; i < m.errors.length; ++i)
$root.kvrpcpb.KeyError.encode(m.errors[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
FlushResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.FlushResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.errors && m.errors.length))
m.errors = [];
m.errors.push($root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return FlushResponse;
})();
kvrpcpb.PessimisticLockRequest = (function() {
const PessimisticLockRequest = function () {};
PessimisticLockRequest.prototype.mutations = $util.emptyArray;
PessimisticLockRequest.prototype.primaryLock = $util.emptyBytes;
PessimisticLockRequest.prototype.startVersion = 0n;
PessimisticLockRequest.prototype.lockTtl = 0n;
PessimisticLockRequest.prototype.forUpdateTs = 0n;
PessimisticLockRequest.prototype.isFirstLock = false;
PessimisticLockRequest.prototype.waitTimeout = 0n;
PessimisticLockRequest.prototype.returnValues = false;
PessimisticLockRequest.prototype.minCommitTs = 0n;
PessimisticLockRequest.prototype.checkExistence = false;
PessimisticLockRequest.prototype.lockOnlyIfExists = false;
PessimisticLockRequest.prototype.wakeUpMode = 0;
PessimisticLockRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.mutations != null && m.mutations.length) {
for (var i = 0; i < m.mutations.length; ++i)
$root.kvrpcpb.Mutation.encode(m.mutations[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.primaryLock != null && m.primaryLock.length)
w.uint32(26).bytes(m.primaryLock);
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(32).uint64(m.startVersion);
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(40).uint64(m.lockTtl);
if (m.forUpdateTs != null && m.forUpdateTs !== 0n)
w.uint32(48).uint64(m.forUpdateTs);
if (m.isFirstLock != null && m.isFirstLock !== false)
w.uint32(56).bool(m.isFirstLock);
if (m.waitTimeout != null && m.waitTimeout !== 0n)
w.uint32(64).int64(m.waitTimeout);
if (m.returnValues != null && m.returnValues !== false)
w.uint32(80).bool(m.returnValues);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(88).uint64(m.minCommitTs);
if (m.checkExistence != null && m.checkExistence !== false)
w.uint32(96).bool(m.checkExistence);
if (m.lockOnlyIfExists != null && m.lockOnlyIfExists !== false)
w.uint32(104).bool(m.lockOnlyIfExists);
if (m.wakeUpMode != null && m.wakeUpMode !== 0)
w.uint32(112).int32(m.wakeUpMode);
return w;
};
PessimisticLockRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PessimisticLockRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mutations && m.mutations.length))
m.mutations = [];
m.mutations.push($root.kvrpcpb.Mutation.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryLock = v;
else
delete m.primaryLock;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.forUpdateTs = v;
else
delete m.forUpdateTs;
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.isFirstLock = v;
else
delete m.isFirstLock;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.int64()) !== 0n)
m.waitTimeout = v;
else
delete m.waitTimeout;
continue;
}
case 10: {
if (u !== 0)
break;
if (v = r.bool())
m.returnValues = v;
else
delete m.returnValues;
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 12: {
if (u !== 0)
break;
if (v = r.bool())
m.checkExistence = v;
else
delete m.checkExistence;
continue;
}
case 13: {
if (u !== 0)
break;
if (v = r.bool())
m.lockOnlyIfExists = v;
else
delete m.lockOnlyIfExists;
continue;
}
case 14: {
if (u !== 0)
break;
if (v = r.int32())
m.wakeUpMode = v;
else
delete m.wakeUpMode;
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
return PessimisticLockRequest;
})();
kvrpcpb.PessimisticLockWakeUpMode = $Object.freeze({ WakeUpModeNormal: 0, WakeUpModeForceLock: 1 });
kvrpcpb.PessimisticLockResponse = (function() {
const PessimisticLockResponse = function () {};
PessimisticLockResponse.prototype.errors = $util.emptyArray;
PessimisticLockResponse.prototype.values = $util.emptyArray;
PessimisticLockResponse.prototype.notFounds = $util.emptyArray;
PessimisticLockResponse.prototype.results = $util.emptyArray;
PessimisticLockResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.errors != null && m.errors.length) {
for (var i = 0; i < m.errors.length; ++i)
$root.kvrpcpb.KeyError.encode(m.errors[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.values != null && m.values.length) {
for (var i = 0; i < m.values.length; ++i)
w.uint32(42).bytes(m.values[i]);
}
if (m.notFounds != null && m.notFounds.length) {
w.uint32(50).bools(m.notFounds);
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(58).fork(), q + 1).ldelim();
if (m.results != null && m.results.length) {
for (var i = 0; i < m.results.length; ++i)
$root.kvrpcpb.PessimisticLockKeyResult.encode(m.results[i], w.uint32(66).fork(), q + 1).ldelim();
}
return w;
};
PessimisticLockResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PessimisticLockResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.errors && m.errors.length))
m.errors = [];
m.errors.push($root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.values && m.values.length))
m.values = [];
m.values.push(r.bytes());
continue;
}
case 6: {
if (u === 2) {
if (!(m.notFounds && m.notFounds.length))
m.notFounds = [];
r.bools(m.notFounds);
continue;
}
if (u !== 0)
break;
if (!(m.notFounds && m.notFounds.length))
m.notFounds = [];
m.notFounds.push(r.bool());
continue;
}
case 7: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
continue;
}
case 8: {
if (u !== 2)
break;
if (!(m.results && m.results.length))
m.results = [];
m.results.push($root.kvrpcpb.PessimisticLockKeyResult.decode(r, r.size(), $undefined, q + 1));
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
return PessimisticLockResponse;
})();
kvrpcpb.PessimisticLockKeyResult = (function() {
const PessimisticLockKeyResult = function () {};
PessimisticLockKeyResult.prototype.type = 0;
PessimisticLockKeyResult.prototype.value = $util.emptyBytes;
PessimisticLockKeyResult.prototype.existence = false;
PessimisticLockKeyResult.prototype.lockedWithConflictTs = 0n;
PessimisticLockKeyResult.prototype.skipResolvingLock = false;
PessimisticLockKeyResult.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.value != null && m.value.length)
w.uint32(18).bytes(m.value);
if (m.existence != null && m.existence !== false)
w.uint32(24).bool(m.existence);
if (m.lockedWithConflictTs != null && m.lockedWithConflictTs !== 0n)
w.uint32(32).uint64(m.lockedWithConflictTs);
if (m.skipResolvingLock != null && m.skipResolvingLock !== false)
w.uint32(88).bool(m.skipResolvingLock);
return w;
};
PessimisticLockKeyResult.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PessimisticLockKeyResult();
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
if ((v = r.bytes()).length)
m.value = v;
else
delete m.value;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.existence = v;
else
delete m.existence;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockedWithConflictTs = v;
else
delete m.lockedWithConflictTs;
continue;
}
case 11: {
if (u !== 0)
break;
if (v = r.bool())
m.skipResolvingLock = v;
else
delete m.skipResolvingLock;
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
return PessimisticLockKeyResult;
})();
kvrpcpb.PessimisticLockKeyResultType = $Object.freeze({ LockResultNormal: 0, LockResultLockedWithConflict: 1, LockResultFailed: 2 });
kvrpcpb.PessimisticRollbackRequest = (function() {
const PessimisticRollbackRequest = function () {};
PessimisticRollbackRequest.prototype.startVersion = 0n;
PessimisticRollbackRequest.prototype.forUpdateTs = 0n;
PessimisticRollbackRequest.prototype.keys = $util.emptyArray;
PessimisticRollbackRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(16).uint64(m.startVersion);
if (m.forUpdateTs != null && m.forUpdateTs !== 0n)
w.uint32(24).uint64(m.forUpdateTs);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(34).bytes(m.keys[i]);
}
return w;
};
PessimisticRollbackRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PessimisticRollbackRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.forUpdateTs = v;
else
delete m.forUpdateTs;
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
return PessimisticRollbackRequest;
})();
kvrpcpb.PessimisticRollbackResponse = (function() {
const PessimisticRollbackResponse = function () {};
PessimisticRollbackResponse.prototype.errors = $util.emptyArray;
PessimisticRollbackResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.errors != null && m.errors.length) {
for (var i = 0; i < m.errors.length; ++i)
$root.kvrpcpb.KeyError.encode(m.errors[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
PessimisticRollbackResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PessimisticRollbackResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.errors && m.errors.length))
m.errors = [];
m.errors.push($root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return PessimisticRollbackResponse;
})();
kvrpcpb.TxnHeartBeatRequest = (function() {
const TxnHeartBeatRequest = function () {};
TxnHeartBeatRequest.prototype.primaryLock = $util.emptyBytes;
TxnHeartBeatRequest.prototype.startVersion = 0n;
TxnHeartBeatRequest.prototype.adviseLockTtl = 0n;
TxnHeartBeatRequest.prototype.minCommitTs = 0n;
TxnHeartBeatRequest.prototype.isTxnFile = false;
TxnHeartBeatRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.primaryLock != null && m.primaryLock.length)
w.uint32(18).bytes(m.primaryLock);
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(24).uint64(m.startVersion);
if (m.adviseLockTtl != null && m.adviseLockTtl !== 0n)
w.uint32(32).uint64(m.adviseLockTtl);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(40).uint64(m.minCommitTs);
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
TxnHeartBeatRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnHeartBeatRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryLock = v;
else
delete m.primaryLock;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.adviseLockTtl = v;
else
delete m.adviseLockTtl;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return TxnHeartBeatRequest;
})();
kvrpcpb.TxnHeartBeatResponse = (function() {
const TxnHeartBeatResponse = function () {};
TxnHeartBeatResponse.prototype.lockTtl = 0n;
TxnHeartBeatResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(24).uint64(m.lockTtl);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
TxnHeartBeatResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnHeartBeatResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 4: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return TxnHeartBeatResponse;
})();
kvrpcpb.CheckTxnStatusRequest = (function() {
const CheckTxnStatusRequest = function () {};
CheckTxnStatusRequest.prototype.primaryKey = $util.emptyBytes;
CheckTxnStatusRequest.prototype.lockTs = 0n;
CheckTxnStatusRequest.prototype.callerStartTs = 0n;
CheckTxnStatusRequest.prototype.currentTs = 0n;
CheckTxnStatusRequest.prototype.rollbackIfNotExist = false;
CheckTxnStatusRequest.prototype.forceSyncCommit = false;
CheckTxnStatusRequest.prototype.resolvingPessimisticLock = false;
CheckTxnStatusRequest.prototype.verifyIsPrimary = false;
CheckTxnStatusRequest.prototype.isTxnFile = false;
CheckTxnStatusRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.primaryKey != null && m.primaryKey.length)
w.uint32(18).bytes(m.primaryKey);
if (m.lockTs != null && m.lockTs !== 0n)
w.uint32(24).uint64(m.lockTs);
if (m.callerStartTs != null && m.callerStartTs !== 0n)
w.uint32(32).uint64(m.callerStartTs);
if (m.currentTs != null && m.currentTs !== 0n)
w.uint32(40).uint64(m.currentTs);
if (m.rollbackIfNotExist != null && m.rollbackIfNotExist !== false)
w.uint32(48).bool(m.rollbackIfNotExist);
if (m.forceSyncCommit != null && m.forceSyncCommit !== false)
w.uint32(56).bool(m.forceSyncCommit);
if (m.resolvingPessimisticLock != null && m.resolvingPessimisticLock !== false)
w.uint32(64).bool(m.resolvingPessimisticLock);
if (m.verifyIsPrimary != null && m.verifyIsPrimary !== false)
w.uint32(72).bool(m.verifyIsPrimary);
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
CheckTxnStatusRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckTxnStatusRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primaryKey = v;
else
delete m.primaryKey;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTs = v;
else
delete m.lockTs;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.callerStartTs = v;
else
delete m.callerStartTs;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.currentTs = v;
else
delete m.currentTs;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.rollbackIfNotExist = v;
else
delete m.rollbackIfNotExist;
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.forceSyncCommit = v;
else
delete m.forceSyncCommit;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.resolvingPessimisticLock = v;
else
delete m.resolvingPessimisticLock;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.bool())
m.verifyIsPrimary = v;
else
delete m.verifyIsPrimary;
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return CheckTxnStatusRequest;
})();
kvrpcpb.CheckTxnStatusResponse = (function() {
const CheckTxnStatusResponse = function () {};
CheckTxnStatusResponse.prototype.lockTtl = 0n;
CheckTxnStatusResponse.prototype.commitVersion = 0n;
CheckTxnStatusResponse.prototype.action = 0;
CheckTxnStatusResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.lockTtl != null && m.lockTtl !== 0n)
w.uint32(24).uint64(m.lockTtl);
if (m.commitVersion != null && m.commitVersion !== 0n)
w.uint32(32).uint64(m.commitVersion);
if (m.action != null && m.action !== 0)
w.uint32(40).int32(m.action);
if (m.lockInfo != null)
$root.kvrpcpb.LockInfo.encode(m.lockInfo, w.uint32(50).fork(), q + 1).ldelim();
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(58).fork(), q + 1).ldelim();
return w;
};
CheckTxnStatusResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckTxnStatusResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lockTtl = v;
else
delete m.lockTtl;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitVersion = v;
else
delete m.commitVersion;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.int32())
m.action = v;
else
delete m.action;
continue;
}
case 6: {
if (u !== 2)
break;
m.lockInfo = $root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1, m.lockInfo);
continue;
}
case 7: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return CheckTxnStatusResponse;
})();
kvrpcpb.Action = $Object.freeze({ NoAction: 0, TTLExpireRollback: 1, LockNotExistRollback: 2, MinCommitTSPushed: 3, TTLExpirePessimisticRollback: 4, LockNotExistDoNothing: 5 });
kvrpcpb.CheckSecondaryLocksRequest = (function() {
const CheckSecondaryLocksRequest = function () {};
CheckSecondaryLocksRequest.prototype.keys = $util.emptyArray;
CheckSecondaryLocksRequest.prototype.startVersion = 0n;
CheckSecondaryLocksRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(24).uint64(m.startVersion);
return w;
};
CheckSecondaryLocksRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckSecondaryLocksRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
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
return CheckSecondaryLocksRequest;
})();
kvrpcpb.CheckSecondaryLocksResponse = (function() {
const CheckSecondaryLocksResponse = function () {};
CheckSecondaryLocksResponse.prototype.locks = $util.emptyArray;
CheckSecondaryLocksResponse.prototype.commitTs = 0n;
CheckSecondaryLocksResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.locks != null && m.locks.length) {
for (var i = 0; i < m.locks.length; ++i)
$root.kvrpcpb.LockInfo.encode(m.locks[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(32).uint64(m.commitTs);
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(42).fork(), q + 1).ldelim();
return w;
};
CheckSecondaryLocksResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckSecondaryLocksResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.locks && m.locks.length))
m.locks = [];
m.locks.push($root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
continue;
}
case 5: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return CheckSecondaryLocksResponse;
})();
kvrpcpb.ScanLockRequest = (function() {
const ScanLockRequest = function () {};
ScanLockRequest.prototype.maxVersion = 0n;
ScanLockRequest.prototype.startKey = $util.emptyBytes;
ScanLockRequest.prototype.limit = 0;
ScanLockRequest.prototype.endKey = $util.emptyBytes;
ScanLockRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.maxVersion != null && m.maxVersion !== 0n)
w.uint32(16).uint64(m.maxVersion);
if (m.startKey != null && m.startKey.length)
w.uint32(26).bytes(m.startKey);
if (m.limit != null && m.limit !== 0)
w.uint32(32).uint32(m.limit);
if (m.endKey != null && m.endKey.length)
w.uint32(42).bytes(m.endKey);
return w;
};
ScanLockRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanLockRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxVersion = v;
else
delete m.maxVersion;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.limit = v;
else
delete m.limit;
continue;
}
case 5: {
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
return ScanLockRequest;
})();
kvrpcpb.ScanLockResponse = (function() {
const ScanLockResponse = function () {};
ScanLockResponse.prototype.locks = $util.emptyArray;
ScanLockResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.locks != null && m.locks.length) {
for (var i = 0; i < m.locks.length; ++i)
$root.kvrpcpb.LockInfo.encode(m.locks[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
ScanLockResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ScanLockResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.locks && m.locks.length))
m.locks = [];
m.locks.push($root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return ScanLockResponse;
})();
kvrpcpb.ResolveLockRequest = (function() {
const ResolveLockRequest = function () {};
ResolveLockRequest.prototype.startVersion = 0n;
ResolveLockRequest.prototype.commitVersion = 0n;
ResolveLockRequest.prototype.txnInfos = $util.emptyArray;
ResolveLockRequest.prototype.keys = $util.emptyArray;
ResolveLockRequest.prototype.isAsync = false;
ResolveLockRequest.prototype.isTxnFile = false;
ResolveLockRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startVersion != null && m.startVersion !== 0n)
w.uint32(16).uint64(m.startVersion);
if (m.commitVersion != null && m.commitVersion !== 0n)
w.uint32(24).uint64(m.commitVersion);
if (m.txnInfos != null && m.txnInfos.length) {
for (var i = 0; i < m.txnInfos.length; ++i)
$root.kvrpcpb.TxnInfo.encode(m.txnInfos[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(42).bytes(m.keys[i]);
}
if (m.isAsync != null && m.isAsync !== false)
w.uint32(48).bool(m.isAsync);
if (m.isTxnFile != null && m.isTxnFile !== false)
w.uint32(800).bool(m.isTxnFile);
return w;
};
ResolveLockRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ResolveLockRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startVersion = v;
else
delete m.startVersion;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitVersion = v;
else
delete m.commitVersion;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.txnInfos && m.txnInfos.length))
m.txnInfos = [];
m.txnInfos.push($root.kvrpcpb.TxnInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.isAsync = v;
else
delete m.isAsync;
continue;
}
case 100: {
if (u !== 0)
break;
if (v = r.bool())
m.isTxnFile = v;
else
delete m.isTxnFile;
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
return ResolveLockRequest;
})();
kvrpcpb.ResolveLockResponse = (function() {
const ResolveLockResponse = function () {};
ResolveLockResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
if (m.execDetailsV2 != null)
$root.kvrpcpb.ExecDetailsV2.encode(m.execDetailsV2, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
ResolveLockResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.ResolveLockResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
continue;
}
case 3: {
if (u !== 2)
break;
m.execDetailsV2 = $root.kvrpcpb.ExecDetailsV2.decode(r, r.size(), $undefined, q + 1, m.execDetailsV2);
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
return ResolveLockResponse;
})();
kvrpcpb.BroadcastTxnStatusRequest = (function() {
const BroadcastTxnStatusRequest = function () {};
BroadcastTxnStatusRequest.prototype.txnStatus = $util.emptyArray;
BroadcastTxnStatusRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.txnStatus != null && m.txnStatus.length) {
for (var i = 0; i < m.txnStatus.length; ++i)
$root.kvrpcpb.TxnStatus.encode(m.txnStatus[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
BroadcastTxnStatusRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BroadcastTxnStatusRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.txnStatus && m.txnStatus.length))
m.txnStatus = [];
m.txnStatus.push($root.kvrpcpb.TxnStatus.decode(r, r.size(), $undefined, q + 1));
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
return BroadcastTxnStatusRequest;
})();
kvrpcpb.TxnStatus = (function() {
const TxnStatus = function () {};
TxnStatus.prototype.startTs = 0n;
TxnStatus.prototype.minCommitTs = 0n;
TxnStatus.prototype.commitTs = 0n;
TxnStatus.prototype.rolledBack = false;
TxnStatus.prototype.isCompleted = false;
TxnStatus.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.minCommitTs != null && m.minCommitTs !== 0n)
w.uint32(16).uint64(m.minCommitTs);
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(24).uint64(m.commitTs);
if (m.rolledBack != null && m.rolledBack !== false)
w.uint32(32).bool(m.rolledBack);
if (m.isCompleted != null && m.isCompleted !== false)
w.uint32(40).bool(m.isCompleted);
return w;
};
TxnStatus.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.TxnStatus();
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
m.startTs = v;
else
delete m.startTs;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.minCommitTs = v;
else
delete m.minCommitTs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.rolledBack = v;
else
delete m.rolledBack;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.isCompleted = v;
else
delete m.isCompleted;
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
return TxnStatus;
})();
kvrpcpb.BroadcastTxnStatusResponse = (function() {
const BroadcastTxnStatusResponse = function () {};
BroadcastTxnStatusResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
return w;
};
BroadcastTxnStatusResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.BroadcastTxnStatusResponse();
while (r.pos < c) {
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
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
return BroadcastTxnStatusResponse;
})();
kvrpcpb.RawGetRequest = (function() {
const RawGetRequest = function () {};
RawGetRequest.prototype.key = $util.emptyBytes;
RawGetRequest.prototype.cf = "";
RawGetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
return w;
};
RawGetRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawGetRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
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
return RawGetRequest;
})();
kvrpcpb.RawGetResponse = (function() {
const RawGetResponse = function () {};
RawGetResponse.prototype.error = "";
RawGetResponse.prototype.value = $util.emptyBytes;
RawGetResponse.prototype.notFound = false;
RawGetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.notFound != null && m.notFound !== false)
w.uint32(32).bool(m.notFound);
return w;
};
RawGetResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawGetResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
if (v = r.bool())
m.notFound = v;
else
delete m.notFound;
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
return RawGetResponse;
})();
kvrpcpb.RawBatchGetRequest = (function() {
const RawBatchGetRequest = function () {};
RawBatchGetRequest.prototype.keys = $util.emptyArray;
RawBatchGetRequest.prototype.cf = "";
RawBatchGetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
return w;
};
RawBatchGetRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchGetRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
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
return RawBatchGetRequest;
})();
kvrpcpb.RawBatchGetResponse = (function() {
const RawBatchGetResponse = function () {};
RawBatchGetResponse.prototype.pairs = $util.emptyArray;
RawBatchGetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.pairs != null && m.pairs.length) {
for (var i = 0; i < m.pairs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.pairs[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
RawBatchGetResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchGetResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.pairs && m.pairs.length))
m.pairs = [];
m.pairs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
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
return RawBatchGetResponse;
})();
kvrpcpb.RawGetKeyTTLRequest = (function() {
const RawGetKeyTTLRequest = function () {};
RawGetKeyTTLRequest.prototype.key = $util.emptyBytes;
RawGetKeyTTLRequest.prototype.cf = "";
RawGetKeyTTLRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
return w;
};
RawGetKeyTTLRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawGetKeyTTLRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
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
return RawGetKeyTTLRequest;
})();
kvrpcpb.RawGetKeyTTLResponse = (function() {
const RawGetKeyTTLResponse = function () {};
RawGetKeyTTLResponse.prototype.error = "";
RawGetKeyTTLResponse.prototype.ttl = 0n;
RawGetKeyTTLResponse.prototype.notFound = false;
RawGetKeyTTLResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.ttl != null && m.ttl !== 0n)
w.uint32(24).uint64(m.ttl);
if (m.notFound != null && m.notFound !== false)
w.uint32(32).bool(m.notFound);
return w;
};
RawGetKeyTTLResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawGetKeyTTLResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ttl = v;
else
delete m.ttl;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.notFound = v;
else
delete m.notFound;
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
return RawGetKeyTTLResponse;
})();
kvrpcpb.RawPutRequest = (function() {
const RawPutRequest = function () {};
RawPutRequest.prototype.key = $util.emptyBytes;
RawPutRequest.prototype.value = $util.emptyBytes;
RawPutRequest.prototype.cf = "";
RawPutRequest.prototype.ttl = 0n;
RawPutRequest.prototype.forCas = false;
RawPutRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.cf != null && m.cf !== "")
w.uint32(34).string(m.cf);
if (m.ttl != null && m.ttl !== 0n)
w.uint32(40).uint64(m.ttl);
if (m.forCas != null && m.forCas !== false)
w.uint32(48).bool(m.forCas);
return w;
};
RawPutRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawPutRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ttl = v;
else
delete m.ttl;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.forCas = v;
else
delete m.forCas;
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
return RawPutRequest;
})();
kvrpcpb.RawPutResponse = (function() {
const RawPutResponse = function () {};
RawPutResponse.prototype.error = "";
RawPutResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
RawPutResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawPutResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return RawPutResponse;
})();
kvrpcpb.RawBatchPutRequest = (function() {
const RawBatchPutRequest = function () {};
RawBatchPutRequest.prototype.pairs = $util.emptyArray;
RawBatchPutRequest.prototype.cf = "";
RawBatchPutRequest.prototype.ttl = 0n;
RawBatchPutRequest.prototype.forCas = false;
RawBatchPutRequest.prototype.ttls = $util.emptyArray;
RawBatchPutRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.pairs != null && m.pairs.length) {
for (var i = 0; i < m.pairs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.pairs[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
if (m.ttl != null && m.ttl !== 0n)
w.uint32(32).uint64(m.ttl);
if (m.forCas != null && m.forCas !== false)
w.uint32(40).bool(m.forCas);
if (m.ttls != null && m.ttls.length) {
w.uint32(50).uint64s(m.ttls);
}
return w;
};
RawBatchPutRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchPutRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.pairs && m.pairs.length))
m.pairs = [];
m.pairs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ttl = v;
else
delete m.ttl;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.forCas = v;
else
delete m.forCas;
continue;
}
case 6: {
if (u === 2) {
if (!(m.ttls && m.ttls.length))
m.ttls = [];
r.uint64s(m.ttls);
continue;
}
if (u !== 0)
break;
if (!(m.ttls && m.ttls.length))
m.ttls = [];
m.ttls.push(r.uint64());
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
return RawBatchPutRequest;
})();
kvrpcpb.RawBatchPutResponse = (function() {
const RawBatchPutResponse = function () {};
RawBatchPutResponse.prototype.error = "";
RawBatchPutResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
RawBatchPutResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchPutResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return RawBatchPutResponse;
})();
kvrpcpb.RawDeleteRequest = (function() {
const RawDeleteRequest = function () {};
RawDeleteRequest.prototype.key = $util.emptyBytes;
RawDeleteRequest.prototype.cf = "";
RawDeleteRequest.prototype.forCas = false;
RawDeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
if (m.forCas != null && m.forCas !== false)
w.uint32(32).bool(m.forCas);
return w;
};
RawDeleteRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawDeleteRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.forCas = v;
else
delete m.forCas;
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
return RawDeleteRequest;
})();
kvrpcpb.RawDeleteResponse = (function() {
const RawDeleteResponse = function () {};
RawDeleteResponse.prototype.error = "";
RawDeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
RawDeleteResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawDeleteResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return RawDeleteResponse;
})();
kvrpcpb.RawBatchDeleteRequest = (function() {
const RawBatchDeleteRequest = function () {};
RawBatchDeleteRequest.prototype.keys = $util.emptyArray;
RawBatchDeleteRequest.prototype.cf = "";
RawBatchDeleteRequest.prototype.forCas = false;
RawBatchDeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(18).bytes(m.keys[i]);
}
if (m.cf != null && m.cf !== "")
w.uint32(26).string(m.cf);
if (m.forCas != null && m.forCas !== false)
w.uint32(32).bool(m.forCas);
return w;
};
RawBatchDeleteRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchDeleteRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.bytes());
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.forCas = v;
else
delete m.forCas;
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
return RawBatchDeleteRequest;
})();
kvrpcpb.RawBatchDeleteResponse = (function() {
const RawBatchDeleteResponse = function () {};
RawBatchDeleteResponse.prototype.error = "";
RawBatchDeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
RawBatchDeleteResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchDeleteResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return RawBatchDeleteResponse;
})();
kvrpcpb.RawDeleteRangeRequest = (function() {
const RawDeleteRangeRequest = function () {};
RawDeleteRangeRequest.prototype.startKey = $util.emptyBytes;
RawDeleteRangeRequest.prototype.endKey = $util.emptyBytes;
RawDeleteRangeRequest.prototype.cf = "";
RawDeleteRangeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(26).bytes(m.endKey);
if (m.cf != null && m.cf !== "")
w.uint32(34).string(m.cf);
return w;
};
RawDeleteRangeRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawDeleteRangeRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
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
return RawDeleteRangeRequest;
})();
kvrpcpb.RawDeleteRangeResponse = (function() {
const RawDeleteRangeResponse = function () {};
RawDeleteRangeResponse.prototype.error = "";
RawDeleteRangeResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
RawDeleteRangeResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawDeleteRangeResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return RawDeleteRangeResponse;
})();
kvrpcpb.RawScanRequest = (function() {
const RawScanRequest = function () {};
RawScanRequest.prototype.startKey = $util.emptyBytes;
RawScanRequest.prototype.limit = 0;
RawScanRequest.prototype.keyOnly = false;
RawScanRequest.prototype.cf = "";
RawScanRequest.prototype.reverse = false;
RawScanRequest.prototype.endKey = $util.emptyBytes;
RawScanRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.limit != null && m.limit !== 0)
w.uint32(24).uint32(m.limit);
if (m.keyOnly != null && m.keyOnly !== false)
w.uint32(32).bool(m.keyOnly);
if (m.cf != null && m.cf !== "")
w.uint32(42).string(m.cf);
if (m.reverse != null && m.reverse !== false)
w.uint32(48).bool(m.reverse);
if (m.endKey != null && m.endKey.length)
w.uint32(58).bytes(m.endKey);
return w;
};
RawScanRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawScanRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (v = r.uint32())
m.limit = v;
else
delete m.limit;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.keyOnly = v;
else
delete m.keyOnly;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.reverse = v;
else
delete m.reverse;
continue;
}
case 7: {
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
return RawScanRequest;
})();
kvrpcpb.RawScanResponse = (function() {
const RawScanResponse = function () {};
RawScanResponse.prototype.kvs = $util.emptyArray;
RawScanResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.kvs != null && m.kvs.length) {
for (var i = 0; i < m.kvs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.kvs[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
RawScanResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawScanResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.kvs && m.kvs.length))
m.kvs = [];
m.kvs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
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
return RawScanResponse;
})();
kvrpcpb.RawBatchScanRequest = (function() {
const RawBatchScanRequest = function () {};
RawBatchScanRequest.prototype.ranges = $util.emptyArray;
RawBatchScanRequest.prototype.eachLimit = 0;
RawBatchScanRequest.prototype.keyOnly = false;
RawBatchScanRequest.prototype.cf = "";
RawBatchScanRequest.prototype.reverse = false;
RawBatchScanRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.ranges != null && m.ranges.length) {
for (var i = 0; i < m.ranges.length; ++i)
$root.kvrpcpb.KeyRange.encode(m.ranges[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.eachLimit != null && m.eachLimit !== 0)
w.uint32(24).uint32(m.eachLimit);
if (m.keyOnly != null && m.keyOnly !== false)
w.uint32(32).bool(m.keyOnly);
if (m.cf != null && m.cf !== "")
w.uint32(42).string(m.cf);
if (m.reverse != null && m.reverse !== false)
w.uint32(48).bool(m.reverse);
return w;
};
RawBatchScanRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchScanRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.ranges && m.ranges.length))
m.ranges = [];
m.ranges.push($root.kvrpcpb.KeyRange.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.eachLimit = v;
else
delete m.eachLimit;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.keyOnly = v;
else
delete m.keyOnly;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.reverse = v;
else
delete m.reverse;
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
return RawBatchScanRequest;
})();
kvrpcpb.RawBatchScanResponse = (function() {
const RawBatchScanResponse = function () {};
RawBatchScanResponse.prototype.kvs = $util.emptyArray;
RawBatchScanResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.kvs != null && m.kvs.length) {
for (var i = 0; i < m.kvs.length; ++i)
$root.kvrpcpb.KvPair.encode(m.kvs[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
RawBatchScanResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawBatchScanResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.kvs && m.kvs.length))
m.kvs = [];
m.kvs.push($root.kvrpcpb.KvPair.decode(r, r.size(), $undefined, q + 1));
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
return RawBatchScanResponse;
})();
kvrpcpb.RawCASRequest = (function() {
const RawCASRequest = function () {};
RawCASRequest.prototype.key = $util.emptyBytes;
RawCASRequest.prototype.value = $util.emptyBytes;
RawCASRequest.prototype.previousNotExist = false;
RawCASRequest.prototype.previousValue = $util.emptyBytes;
RawCASRequest.prototype.cf = "";
RawCASRequest.prototype.ttl = 0n;
RawCASRequest.prototype["delete"] = false;
RawCASRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
if (m.value != null && m.value.length)
w.uint32(26).bytes(m.value);
if (m.previousNotExist != null && m.previousNotExist !== false)
w.uint32(32).bool(m.previousNotExist);
if (m.previousValue != null && m.previousValue.length)
w.uint32(42).bytes(m.previousValue);
if (m.cf != null && m.cf !== "")
w.uint32(50).string(m.cf);
if (m.ttl != null && m.ttl !== 0n)
w.uint32(56).uint64(m.ttl);
if (m["delete"] != null && m["delete"] !== false)
w.uint32(64).bool(m["delete"]);
return w;
};
RawCASRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawCASRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (v = r.bool())
m.previousNotExist = v;
else
delete m.previousNotExist;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.previousValue = v;
else
delete m.previousValue;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cf = v;
else
delete m.cf;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ttl = v;
else
delete m.ttl;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m["delete"] = v;
else
delete m["delete"];
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
return RawCASRequest;
})();
kvrpcpb.RawCASResponse = (function() {
const RawCASResponse = function () {};
RawCASResponse.prototype.error = "";
RawCASResponse.prototype.succeed = false;
RawCASResponse.prototype.previousNotExist = false;
RawCASResponse.prototype.previousValue = $util.emptyBytes;
RawCASResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.succeed != null && m.succeed !== false)
w.uint32(24).bool(m.succeed);
if (m.previousNotExist != null && m.previousNotExist !== false)
w.uint32(32).bool(m.previousNotExist);
if (m.previousValue != null && m.previousValue.length)
w.uint32(42).bytes(m.previousValue);
return w;
};
RawCASResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawCASResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.succeed = v;
else
delete m.succeed;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.previousNotExist = v;
else
delete m.previousNotExist;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.previousValue = v;
else
delete m.previousValue;
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
return RawCASResponse;
})();
kvrpcpb.RawChecksumRequest = (function() {
const RawChecksumRequest = function () {};
RawChecksumRequest.prototype.algorithm = 0;
RawChecksumRequest.prototype.ranges = $util.emptyArray;
RawChecksumRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.algorithm != null && m.algorithm !== 0)
w.uint32(16).int32(m.algorithm);
if (m.ranges != null && m.ranges.length) {
for (var i = 0; i < m.ranges.length; ++i)
$root.kvrpcpb.KeyRange.encode(m.ranges[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
RawChecksumRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawChecksumRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.algorithm = v;
else
delete m.algorithm;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.ranges && m.ranges.length))
m.ranges = [];
m.ranges.push($root.kvrpcpb.KeyRange.decode(r, r.size(), $undefined, q + 1));
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
return RawChecksumRequest;
})();
kvrpcpb.ChecksumAlgorithm = $Object.freeze({ Crc64_Xor: 0 });
kvrpcpb.RawChecksumResponse = (function() {
const RawChecksumResponse = function () {};
RawChecksumResponse.prototype.error = "";
RawChecksumResponse.prototype.checksum = 0n;
RawChecksumResponse.prototype.totalKvs = 0n;
RawChecksumResponse.prototype.totalBytes = 0n;
RawChecksumResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.checksum != null && m.checksum !== 0n)
w.uint32(24).uint64(m.checksum);
if (m.totalKvs != null && m.totalKvs !== 0n)
w.uint32(32).uint64(m.totalKvs);
if (m.totalBytes != null && m.totalBytes !== 0n)
w.uint32(40).uint64(m.totalBytes);
return w;
};
RawChecksumResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawChecksumResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.checksum = v;
else
delete m.checksum;
continue;
}
case 4: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalKvs = v;
else
delete m.totalKvs;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.totalBytes = v;
else
delete m.totalBytes;
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
return RawChecksumResponse;
})();
kvrpcpb.RawCoprocessorRequest = (function() {
const RawCoprocessorRequest = function () {};
RawCoprocessorRequest.prototype.coprName = "";
RawCoprocessorRequest.prototype.coprVersionReq = "";
RawCoprocessorRequest.prototype.ranges = $util.emptyArray;
RawCoprocessorRequest.prototype.data = $util.emptyBytes;
RawCoprocessorRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.coprName != null && m.coprName !== "")
w.uint32(18).string(m.coprName);
if (m.coprVersionReq != null && m.coprVersionReq !== "")
w.uint32(26).string(m.coprVersionReq);
if (m.ranges != null && m.ranges.length) {
for (var i = 0; i < m.ranges.length; ++i)
$root.kvrpcpb.KeyRange.encode(m.ranges[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.data != null && m.data.length)
w.uint32(42).bytes(m.data);
return w;
};
RawCoprocessorRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawCoprocessorRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.coprName = v;
else
delete m.coprName;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.coprVersionReq = v;
else
delete m.coprVersionReq;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.ranges && m.ranges.length))
m.ranges = [];
m.ranges.push($root.kvrpcpb.KeyRange.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
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
return RawCoprocessorRequest;
})();
kvrpcpb.RawCoprocessorResponse = (function() {
const RawCoprocessorResponse = function () {};
RawCoprocessorResponse.prototype.error = "";
RawCoprocessorResponse.prototype.data = $util.emptyBytes;
RawCoprocessorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.data != null && m.data.length)
w.uint32(26).bytes(m.data);
return w;
};
RawCoprocessorResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RawCoprocessorResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
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
return RawCoprocessorResponse;
})();
kvrpcpb.DeleteRangeRequest = (function() {
const DeleteRangeRequest = function () {};
DeleteRangeRequest.prototype.startKey = $util.emptyBytes;
DeleteRangeRequest.prototype.endKey = $util.emptyBytes;
DeleteRangeRequest.prototype.notifyOnly = false;
DeleteRangeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(26).bytes(m.endKey);
if (m.notifyOnly != null && m.notifyOnly !== false)
w.uint32(32).bool(m.notifyOnly);
return w;
};
DeleteRangeRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.DeleteRangeRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (u !== 0)
break;
if (v = r.bool())
m.notifyOnly = v;
else
delete m.notifyOnly;
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
return DeleteRangeRequest;
})();
kvrpcpb.DeleteRangeResponse = (function() {
const DeleteRangeResponse = function () {};
DeleteRangeResponse.prototype.error = "";
DeleteRangeResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
DeleteRangeResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.DeleteRangeResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return DeleteRangeResponse;
})();
kvrpcpb.UnsafeDestroyRangeRequest = (function() {
const UnsafeDestroyRangeRequest = function () {};
UnsafeDestroyRangeRequest.prototype.startKey = $util.emptyBytes;
UnsafeDestroyRangeRequest.prototype.endKey = $util.emptyBytes;
UnsafeDestroyRangeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(26).bytes(m.endKey);
return w;
};
UnsafeDestroyRangeRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.UnsafeDestroyRangeRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return UnsafeDestroyRangeRequest;
})();
kvrpcpb.UnsafeDestroyRangeResponse = (function() {
const UnsafeDestroyRangeResponse = function () {};
UnsafeDestroyRangeResponse.prototype.error = "";
UnsafeDestroyRangeResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
UnsafeDestroyRangeResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.UnsafeDestroyRangeResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return UnsafeDestroyRangeResponse;
})();
kvrpcpb.PrepareFlashbackToVersionRequest = (function() {
const PrepareFlashbackToVersionRequest = function () {};
PrepareFlashbackToVersionRequest.prototype.startKey = $util.emptyBytes;
PrepareFlashbackToVersionRequest.prototype.endKey = $util.emptyBytes;
PrepareFlashbackToVersionRequest.prototype.startTs = 0n;
PrepareFlashbackToVersionRequest.prototype.version = 0n;
PrepareFlashbackToVersionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startKey != null && m.startKey.length)
w.uint32(18).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(26).bytes(m.endKey);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(32).uint64(m.startTs);
if (m.version != null && m.version !== 0n)
w.uint32(40).uint64(m.version);
return w;
};
PrepareFlashbackToVersionRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrepareFlashbackToVersionRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 5: {
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
return PrepareFlashbackToVersionRequest;
})();
kvrpcpb.PrepareFlashbackToVersionResponse = (function() {
const PrepareFlashbackToVersionResponse = function () {};
PrepareFlashbackToVersionResponse.prototype.error = "";
PrepareFlashbackToVersionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
PrepareFlashbackToVersionResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PrepareFlashbackToVersionResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return PrepareFlashbackToVersionResponse;
})();
kvrpcpb.FlashbackToVersionRequest = (function() {
const FlashbackToVersionRequest = function () {};
FlashbackToVersionRequest.prototype.version = 0n;
FlashbackToVersionRequest.prototype.startKey = $util.emptyBytes;
FlashbackToVersionRequest.prototype.endKey = $util.emptyBytes;
FlashbackToVersionRequest.prototype.startTs = 0n;
FlashbackToVersionRequest.prototype.commitTs = 0n;
FlashbackToVersionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.version != null && m.version !== 0n)
w.uint32(16).uint64(m.version);
if (m.startKey != null && m.startKey.length)
w.uint32(26).bytes(m.startKey);
if (m.endKey != null && m.endKey.length)
w.uint32(34).bytes(m.endKey);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(40).uint64(m.startTs);
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(48).uint64(m.commitTs);
return w;
};
FlashbackToVersionRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.FlashbackToVersionRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
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
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
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
return FlashbackToVersionRequest;
})();
kvrpcpb.FlashbackToVersionResponse = (function() {
const FlashbackToVersionResponse = function () {};
FlashbackToVersionResponse.prototype.error = "";
FlashbackToVersionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
return w;
};
FlashbackToVersionResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.FlashbackToVersionResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
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
return FlashbackToVersionResponse;
})();
kvrpcpb.GCRequest = (function() {
const GCRequest = function () {};
GCRequest.prototype.safePoint = 0n;
GCRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.safePoint != null && m.safePoint !== 0n)
w.uint32(16).uint64(m.safePoint);
return w;
};
GCRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GCRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return GCRequest;
})();
kvrpcpb.GCResponse = (function() {
const GCResponse = function () {};
GCResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null)
$root.kvrpcpb.KeyError.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
GCResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GCResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.error = $root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1, m.error);
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
return GCResponse;
})();
kvrpcpb.SplitRegionRequest = (function() {
const SplitRegionRequest = function () {};
SplitRegionRequest.prototype.splitKeys = $util.emptyArray;
SplitRegionRequest.prototype.isRawKv = false;
SplitRegionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.splitKeys != null && m.splitKeys.length) {
for (var i = 0; i < m.splitKeys.length; ++i)
w.uint32(26).bytes(m.splitKeys[i]);
}
if (m.isRawKv != null && m.isRawKv !== false)
w.uint32(32).bool(m.isRawKv);
return w;
};
SplitRegionRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.SplitRegionRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.splitKeys && m.splitKeys.length))
m.splitKeys = [];
m.splitKeys.push(r.bytes());
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.isRawKv = v;
else
delete m.isRawKv;
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
return SplitRegionRequest;
})();
kvrpcpb.SplitRegionResponse = (function() {
const SplitRegionResponse = function () {};
SplitRegionResponse.prototype.regions = $util.emptyArray;
SplitRegionResponse.prototype.errors = $util.emptyArray;
SplitRegionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.regions != null && m.regions.length) {
for (var i = 0; i < m.regions.length; ++i)
$root.metapb.Region.encode(m.regions[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.errors != null && m.errors.length) {
for (var i = 0; i < m.errors.length; ++i)
$root.kvrpcpb.KeyError.encode(m.errors[i], w.uint32(802).fork(), q + 1).ldelim();
}
return w;
};
SplitRegionResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.SplitRegionResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.regions && m.regions.length))
m.regions = [];
m.regions.push($root.metapb.Region.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 100: {
if (u !== 2)
break;
if (!(m.errors && m.errors.length))
m.errors = [];
m.errors.push($root.kvrpcpb.KeyError.decode(r, r.size(), $undefined, q + 1));
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
return SplitRegionResponse;
})();
kvrpcpb.MvccGetByKeyRequest = (function() {
const MvccGetByKeyRequest = function () {};
MvccGetByKeyRequest.prototype.key = $util.emptyBytes;
MvccGetByKeyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.key != null && m.key.length)
w.uint32(18).bytes(m.key);
return w;
};
MvccGetByKeyRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccGetByKeyRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return MvccGetByKeyRequest;
})();
kvrpcpb.MvccGetByKeyResponse = (function() {
const MvccGetByKeyResponse = function () {};
MvccGetByKeyResponse.prototype.error = "";
MvccGetByKeyResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.info != null)
$root.kvrpcpb.MvccInfo.encode(m.info, w.uint32(26).fork(), q + 1).ldelim();
return w;
};
MvccGetByKeyResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccGetByKeyResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 2)
break;
m.info = $root.kvrpcpb.MvccInfo.decode(r, r.size(), $undefined, q + 1, m.info);
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
return MvccGetByKeyResponse;
})();
kvrpcpb.MvccGetByStartTsRequest = (function() {
const MvccGetByStartTsRequest = function () {};
MvccGetByStartTsRequest.prototype.startTs = 0n;
MvccGetByStartTsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.startTs != null && m.startTs !== 0n)
w.uint32(16).uint64(m.startTs);
return w;
};
MvccGetByStartTsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccGetByStartTsRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
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
return MvccGetByStartTsRequest;
})();
kvrpcpb.MvccGetByStartTsResponse = (function() {
const MvccGetByStartTsResponse = function () {};
MvccGetByStartTsResponse.prototype.error = "";
MvccGetByStartTsResponse.prototype.key = $util.emptyBytes;
MvccGetByStartTsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.key != null && m.key.length)
w.uint32(26).bytes(m.key);
if (m.info != null)
$root.kvrpcpb.MvccInfo.encode(m.info, w.uint32(34).fork(), q + 1).ldelim();
return w;
};
MvccGetByStartTsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccGetByStartTsResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 2)
break;
m.info = $root.kvrpcpb.MvccInfo.decode(r, r.size(), $undefined, q + 1, m.info);
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
return MvccGetByStartTsResponse;
})();
kvrpcpb.MvccInfo = (function() {
const MvccInfo = function () {};
MvccInfo.prototype.writes = $util.emptyArray;
MvccInfo.prototype.values = $util.emptyArray;
MvccInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.lock != null)
$root.kvrpcpb.MvccLock.encode(m.lock, w.uint32(10).fork(), q + 1).ldelim();
if (m.writes != null && m.writes.length) {
for (var i = 0; i < m.writes.length; ++i)
$root.kvrpcpb.MvccWrite.encode(m.writes[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.values != null && m.values.length) {
for (var i = 0; i < m.values.length; ++i)
$root.kvrpcpb.MvccValue.encode(m.values[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
MvccInfo.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccInfo();
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
m.lock = $root.kvrpcpb.MvccLock.decode(r, r.size(), $undefined, q + 1, m.lock);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.writes && m.writes.length))
m.writes = [];
m.writes.push($root.kvrpcpb.MvccWrite.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.values && m.values.length))
m.values = [];
m.values.push($root.kvrpcpb.MvccValue.decode(r, r.size(), $undefined, q + 1));
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
return MvccInfo;
})();
kvrpcpb.MvccLock = (function() {
const MvccLock = function () {};
MvccLock.prototype.type = 0;
MvccLock.prototype.startTs = 0n;
MvccLock.prototype.primary = $util.emptyBytes;
MvccLock.prototype.shortValue = $util.emptyBytes;
MvccLock.prototype.ttl = 0n;
MvccLock.prototype.forUpdateTs = 0n;
MvccLock.prototype.txnSize = 0n;
MvccLock.prototype.useAsyncCommit = false;
MvccLock.prototype.secondaries = $util.emptyArray;
MvccLock.prototype.rollbackTs = $util.emptyArray;
MvccLock.prototype.lastChangeTs = 0n;
MvccLock.prototype.versionsToLastChange = 0n;
MvccLock.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(16).uint64(m.startTs);
if (m.primary != null && m.primary.length)
w.uint32(26).bytes(m.primary);
if (m.shortValue != null && m.shortValue.length)
w.uint32(34).bytes(m.shortValue);
if (m.ttl != null && m.ttl !== 0n)
w.uint32(40).uint64(m.ttl);
if (m.forUpdateTs != null && m.forUpdateTs !== 0n)
w.uint32(48).uint64(m.forUpdateTs);
if (m.txnSize != null && m.txnSize !== 0n)
w.uint32(56).uint64(m.txnSize);
if (m.useAsyncCommit != null && m.useAsyncCommit !== false)
w.uint32(64).bool(m.useAsyncCommit);
if (m.secondaries != null && m.secondaries.length) {
for (var i = 0; i < m.secondaries.length; ++i)
w.uint32(74).bytes(m.secondaries[i]);
}
if (m.rollbackTs != null && m.rollbackTs.length) {
w.uint32(82).uint64s(m.rollbackTs);
}
if (m.lastChangeTs != null && m.lastChangeTs !== 0n)
w.uint32(88).uint64(m.lastChangeTs);
if (m.versionsToLastChange != null && m.versionsToLastChange !== 0n)
w.uint32(96).uint64(m.versionsToLastChange);
return w;
};
MvccLock.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccLock();
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.primary = v;
else
delete m.primary;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.shortValue = v;
else
delete m.shortValue;
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.ttl = v;
else
delete m.ttl;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.forUpdateTs = v;
else
delete m.forUpdateTs;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.txnSize = v;
else
delete m.txnSize;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.useAsyncCommit = v;
else
delete m.useAsyncCommit;
continue;
}
case 9: {
if (u !== 2)
break;
if (!(m.secondaries && m.secondaries.length))
m.secondaries = [];
m.secondaries.push(r.bytes());
continue;
}
case 10: {
if (u === 2) {
if (!(m.rollbackTs && m.rollbackTs.length))
m.rollbackTs = [];
r.uint64s(m.rollbackTs);
continue;
}
if (u !== 0)
break;
if (!(m.rollbackTs && m.rollbackTs.length))
m.rollbackTs = [];
m.rollbackTs.push(r.uint64());
continue;
}
case 11: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lastChangeTs = v;
else
delete m.lastChangeTs;
continue;
}
case 12: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.versionsToLastChange = v;
else
delete m.versionsToLastChange;
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
return MvccLock;
})();
kvrpcpb.MvccWrite = (function() {
const MvccWrite = function () {};
MvccWrite.prototype.type = 0;
MvccWrite.prototype.startTs = 0n;
MvccWrite.prototype.commitTs = 0n;
MvccWrite.prototype.shortValue = $util.emptyBytes;
MvccWrite.prototype.hasOverlappedRollback = false;
MvccWrite.prototype.hasGcFence = false;
MvccWrite.prototype.gcFence = 0n;
MvccWrite.prototype.lastChangeTs = 0n;
MvccWrite.prototype.versionsToLastChange = 0n;
MvccWrite.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && m.type !== 0)
w.uint32(8).int32(m.type);
if (m.startTs != null && m.startTs !== 0n)
w.uint32(16).uint64(m.startTs);
if (m.commitTs != null && m.commitTs !== 0n)
w.uint32(24).uint64(m.commitTs);
if (m.shortValue != null && m.shortValue.length)
w.uint32(34).bytes(m.shortValue);
if (m.hasOverlappedRollback != null && m.hasOverlappedRollback !== false)
w.uint32(40).bool(m.hasOverlappedRollback);
if (m.hasGcFence != null && m.hasGcFence !== false)
w.uint32(48).bool(m.hasGcFence);
if (m.gcFence != null && m.gcFence !== 0n)
w.uint32(56).uint64(m.gcFence);
if (m.lastChangeTs != null && m.lastChangeTs !== 0n)
w.uint32(64).uint64(m.lastChangeTs);
if (m.versionsToLastChange != null && m.versionsToLastChange !== 0n)
w.uint32(72).uint64(m.versionsToLastChange);
return w;
};
MvccWrite.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccWrite();
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
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.startTs = v;
else
delete m.startTs;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.commitTs = v;
else
delete m.commitTs;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.shortValue = v;
else
delete m.shortValue;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.hasOverlappedRollback = v;
else
delete m.hasOverlappedRollback;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.hasGcFence = v;
else
delete m.hasGcFence;
continue;
}
case 7: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.gcFence = v;
else
delete m.gcFence;
continue;
}
case 8: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.lastChangeTs = v;
else
delete m.lastChangeTs;
continue;
}
case 9: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.versionsToLastChange = v;
else
delete m.versionsToLastChange;
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
return MvccWrite;
})();
kvrpcpb.MvccValue = (function() {
const MvccValue = function () {};
MvccValue.prototype.startTs = 0n;
MvccValue.prototype.value = $util.emptyBytes;
MvccValue.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startTs != null && m.startTs !== 0n)
w.uint32(8).uint64(m.startTs);
if (m.value != null && m.value.length)
w.uint32(18).bytes(m.value);
return w;
};
MvccValue.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.MvccValue();
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
m.startTs = v;
else
delete m.startTs;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
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
return MvccValue;
})();
kvrpcpb.GetLockWaitInfoRequest = (function() {
const GetLockWaitInfoRequest = function () {};
GetLockWaitInfoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GetLockWaitInfoRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetLockWaitInfoRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return GetLockWaitInfoRequest;
})();
kvrpcpb.GetLockWaitInfoResponse = (function() {
const GetLockWaitInfoResponse = function () {};
GetLockWaitInfoResponse.prototype.error = "";
GetLockWaitInfoResponse.prototype.entries = $util.emptyArray;
GetLockWaitInfoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.entries != null && m.entries.length) {
for (var i = 0; i < m.entries.length; ++i)
$root.deadlock.WaitForEntry.encode(m.entries[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
GetLockWaitInfoResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetLockWaitInfoResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.entries && m.entries.length))
m.entries = [];
m.entries.push($root.deadlock.WaitForEntry.decode(r, r.size(), $undefined, q + 1));
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
return GetLockWaitInfoResponse;
})();
kvrpcpb.GetLockWaitHistoryRequest = (function() {
const GetLockWaitHistoryRequest = function () {};
GetLockWaitHistoryRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GetLockWaitHistoryRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetLockWaitHistoryRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return GetLockWaitHistoryRequest;
})();
kvrpcpb.GetLockWaitHistoryResponse = (function() {
const GetLockWaitHistoryResponse = function () {};
GetLockWaitHistoryResponse.prototype.error = "";
GetLockWaitHistoryResponse.prototype.entries = $util.emptyArray;
GetLockWaitHistoryResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.error != null && m.error !== "")
w.uint32(18).string(m.error);
if (m.entries != null && m.entries.length) {
for (var i = 0; i < m.entries.length; ++i)
$root.deadlock.WaitForEntry.encode(m.entries[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
GetLockWaitHistoryResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetLockWaitHistoryResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.error = v;
else
delete m.error;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.entries && m.entries.length))
m.entries = [];
m.entries.push($root.deadlock.WaitForEntry.decode(r, r.size(), $undefined, q + 1));
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
return GetLockWaitHistoryResponse;
})();
kvrpcpb.StoreSafeTSRequest = (function() {
const StoreSafeTSRequest = function () {};
StoreSafeTSRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.keyRange != null)
$root.kvrpcpb.KeyRange.encode(m.keyRange, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
StoreSafeTSRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.StoreSafeTSRequest();
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
m.keyRange = $root.kvrpcpb.KeyRange.decode(r, r.size(), $undefined, q + 1, m.keyRange);
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
return StoreSafeTSRequest;
})();
kvrpcpb.StoreSafeTSResponse = (function() {
const StoreSafeTSResponse = function () {};
StoreSafeTSResponse.prototype.safeTs = 0n;
StoreSafeTSResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.safeTs != null && m.safeTs !== 0n)
w.uint32(8).uint64(m.safeTs);
return w;
};
StoreSafeTSResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.StoreSafeTSResponse();
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
m.safeTs = v;
else
delete m.safeTs;
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
return StoreSafeTSResponse;
})();
kvrpcpb.GetHealthFeedbackRequest = (function() {
const GetHealthFeedbackRequest = function () {};
GetHealthFeedbackRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
return w;
};
GetHealthFeedbackRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetHealthFeedbackRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
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
return GetHealthFeedbackRequest;
})();
kvrpcpb.GetHealthFeedbackResponse = (function() {
const GetHealthFeedbackResponse = function () {};
GetHealthFeedbackResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.regionError != null)
$root.errorpb.Error.encode(m.regionError, w.uint32(10).fork(), q + 1).ldelim();
if (m.healthFeedback != null)
$root.kvrpcpb.HealthFeedback.encode(m.healthFeedback, w.uint32(18).fork(), q + 1).ldelim();
return w;
};
GetHealthFeedbackResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.GetHealthFeedbackResponse();
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
m.regionError = $root.errorpb.Error.decode(r, r.size(), $undefined, q + 1, m.regionError);
continue;
}
case 2: {
if (u !== 2)
break;
m.healthFeedback = $root.kvrpcpb.HealthFeedback.decode(r, r.size(), $undefined, q + 1, m.healthFeedback);
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
return GetHealthFeedbackResponse;
})();
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
kvrpcpb.RegisterLockObserverRequest = (function() {
const RegisterLockObserverRequest = function () {};
RegisterLockObserverRequest.prototype.maxTs = 0n;
RegisterLockObserverRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.maxTs != null && m.maxTs !== 0n)
w.uint32(16).uint64(m.maxTs);
return w;
};
RegisterLockObserverRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RegisterLockObserverRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxTs = v;
else
delete m.maxTs;
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
return RegisterLockObserverRequest;
})();
kvrpcpb.RegisterLockObserverResponse = (function() {
const RegisterLockObserverResponse = function () {};
RegisterLockObserverResponse.prototype.error = "";
RegisterLockObserverResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null && m.error !== "")
w.uint32(10).string(m.error);
return w;
};
RegisterLockObserverResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RegisterLockObserverResponse();
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
m.error = v;
else
delete m.error;
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
return RegisterLockObserverResponse;
})();
kvrpcpb.CheckLockObserverRequest = (function() {
const CheckLockObserverRequest = function () {};
CheckLockObserverRequest.prototype.maxTs = 0n;
CheckLockObserverRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.maxTs != null && m.maxTs !== 0n)
w.uint32(16).uint64(m.maxTs);
return w;
};
CheckLockObserverRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckLockObserverRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxTs = v;
else
delete m.maxTs;
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
return CheckLockObserverRequest;
})();
kvrpcpb.CheckLockObserverResponse = (function() {
const CheckLockObserverResponse = function () {};
CheckLockObserverResponse.prototype.error = "";
CheckLockObserverResponse.prototype.isClean = false;
CheckLockObserverResponse.prototype.locks = $util.emptyArray;
CheckLockObserverResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null && m.error !== "")
w.uint32(10).string(m.error);
if (m.isClean != null && m.isClean !== false)
w.uint32(16).bool(m.isClean);
if (m.locks != null && m.locks.length) {
for (var i = 0; i < m.locks.length; ++i)
$root.kvrpcpb.LockInfo.encode(m.locks[i], w.uint32(26).fork(), q + 1).ldelim();
}
return w;
};
CheckLockObserverResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.CheckLockObserverResponse();
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
m.error = v;
else
delete m.error;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.isClean = v;
else
delete m.isClean;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.locks && m.locks.length))
m.locks = [];
m.locks.push($root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1));
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
return CheckLockObserverResponse;
})();
kvrpcpb.RemoveLockObserverRequest = (function() {
const RemoveLockObserverRequest = function () {};
RemoveLockObserverRequest.prototype.maxTs = 0n;
RemoveLockObserverRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.maxTs != null && m.maxTs !== 0n)
w.uint32(16).uint64(m.maxTs);
return w;
};
RemoveLockObserverRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RemoveLockObserverRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxTs = v;
else
delete m.maxTs;
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
return RemoveLockObserverRequest;
})();
kvrpcpb.RemoveLockObserverResponse = (function() {
const RemoveLockObserverResponse = function () {};
RemoveLockObserverResponse.prototype.error = "";
RemoveLockObserverResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null && m.error !== "")
w.uint32(10).string(m.error);
return w;
};
RemoveLockObserverResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.RemoveLockObserverResponse();
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
m.error = v;
else
delete m.error;
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
return RemoveLockObserverResponse;
})();
kvrpcpb.PhysicalScanLockRequest = (function() {
const PhysicalScanLockRequest = function () {};
PhysicalScanLockRequest.prototype.maxTs = 0n;
PhysicalScanLockRequest.prototype.startKey = $util.emptyBytes;
PhysicalScanLockRequest.prototype.limit = 0;
PhysicalScanLockRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.context != null)
$root.kvrpcpb.Context.encode(m.context, w.uint32(10).fork(), q + 1).ldelim();
if (m.maxTs != null && m.maxTs !== 0n)
w.uint32(16).uint64(m.maxTs);
if (m.startKey != null && m.startKey.length)
w.uint32(26).bytes(m.startKey);
if (m.limit != null && m.limit !== 0)
w.uint32(32).uint32(m.limit);
return w;
};
PhysicalScanLockRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PhysicalScanLockRequest();
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
m.context = $root.kvrpcpb.Context.decode(r, r.size(), $undefined, q + 1, m.context);
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.maxTs = v;
else
delete m.maxTs;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.startKey = v;
else
delete m.startKey;
continue;
}
case 4: {
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
return PhysicalScanLockRequest;
})();
kvrpcpb.PhysicalScanLockResponse = (function() {
const PhysicalScanLockResponse = function () {};
PhysicalScanLockResponse.prototype.error = "";
PhysicalScanLockResponse.prototype.locks = $util.emptyArray;
PhysicalScanLockResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.error != null && m.error !== "")
w.uint32(10).string(m.error);
if (m.locks != null && m.locks.length) {
for (var i = 0; i < m.locks.length; ++i)
$root.kvrpcpb.LockInfo.encode(m.locks[i], w.uint32(18).fork(), q + 1).ldelim();
}
return w;
};
PhysicalScanLockResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.kvrpcpb.PhysicalScanLockResponse();
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
m.error = v;
else
delete m.error;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.locks && m.locks.length))
m.locks = [];
m.locks.push($root.kvrpcpb.LockInfo.decode(r, r.size(), $undefined, q + 1));
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
return PhysicalScanLockResponse;
})();
return kvrpcpb;
})();
export const deadlock = $root.deadlock = (() => {
const deadlock = {};
deadlock.WaitForEntry = (function() {
const WaitForEntry = function () {};
WaitForEntry.prototype.txn = 0n;
WaitForEntry.prototype.waitForTxn = 0n;
WaitForEntry.prototype.keyHash = 0n;
WaitForEntry.prototype.key = $util.emptyBytes;
WaitForEntry.prototype.resourceGroupTag = $util.emptyBytes;
WaitForEntry.prototype.waitTime = 0n;
WaitForEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.txn != null && m.txn !== 0n)
w.uint32(8).uint64(m.txn);
if (m.waitForTxn != null && m.waitForTxn !== 0n)
w.uint32(16).uint64(m.waitForTxn);
if (m.keyHash != null && m.keyHash !== 0n)
w.uint32(24).uint64(m.keyHash);
if (m.key != null && m.key.length)
w.uint32(34).bytes(m.key);
if (m.resourceGroupTag != null && m.resourceGroupTag.length)
w.uint32(42).bytes(m.resourceGroupTag);
if (m.waitTime != null && m.waitTime !== 0n)
w.uint32(48).uint64(m.waitTime);
return w;
};
WaitForEntry.decode = function (r, l, z, q, g) {
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
m = g || new $root.deadlock.WaitForEntry();
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
m.txn = v;
else
delete m.txn;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.waitForTxn = v;
else
delete m.waitForTxn;
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.keyHash = v;
else
delete m.keyHash;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.key = v;
else
delete m.key;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.resourceGroupTag = v;
else
delete m.resourceGroupTag;
continue;
}
case 6: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.waitTime = v;
else
delete m.waitTime;
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
return WaitForEntry;
})();
return deadlock;
})();
export const resource_manager = $root.resource_manager = (() => {
const resource_manager = {};
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
return resource_manager;
})();
export const tracepb = $root.tracepb = (() => {
const tracepb = {};
tracepb.TraceContext = (function() {
const TraceContext = function () {};
TraceContext.prototype.remoteParentSpans = $util.emptyArray;
TraceContext.prototype.durationThresholdMs = 0;
TraceContext.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.remoteParentSpans != null && m.remoteParentSpans.length) {
for (var i = 0; i < m.remoteParentSpans.length; ++i)
$root.tracepb.RemoteParentSpan.encode(m.remoteParentSpans[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.durationThresholdMs != null && m.durationThresholdMs !== 0)
w.uint32(16).uint32(m.durationThresholdMs);
return w;
};
TraceContext.decode = function (r, l, z, q, g) {
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
m = g || new $root.tracepb.TraceContext();
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
if (!(m.remoteParentSpans && m.remoteParentSpans.length))
m.remoteParentSpans = [];
m.remoteParentSpans.push($root.tracepb.RemoteParentSpan.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.durationThresholdMs = v;
else
delete m.durationThresholdMs;
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
return TraceContext;
})();
tracepb.RemoteParentSpan = (function() {
const RemoteParentSpan = function () {};
RemoteParentSpan.prototype.traceId = 0n;
RemoteParentSpan.prototype.spanId = 0n;
RemoteParentSpan.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.traceId != null && m.traceId !== 0n)
w.uint32(8).uint64(m.traceId);
if (m.spanId != null && m.spanId !== 0n)
w.uint32(16).uint64(m.spanId);
return w;
};
RemoteParentSpan.decode = function (r, l, z, q, g) {
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
m = g || new $root.tracepb.RemoteParentSpan();
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
m.traceId = v;
else
delete m.traceId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.spanId = v;
else
delete m.spanId;
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
return RemoteParentSpan;
})();
return tracepb;
})();
export const tikvpb = $root.tikvpb = (() => {
const tikvpb = {};
tikvpb.BatchCommandsRequest = (function() {
const BatchCommandsRequest = function () {};
BatchCommandsRequest.prototype.requests = $util.emptyArray;
BatchCommandsRequest.prototype.requestIds = $util.emptyArray;
BatchCommandsRequest.prototype.clientSendTimeNs = 0n;
BatchCommandsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.requests != null && m.requests.length) {
for (var i = 0; i < m.requests.length; ++i)
$root.tikvpb.BatchCommandsRequest.Request.encode(m.requests[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.requestIds != null && m.requestIds.length) {
w.uint32(18).uint64s(m.requestIds);
}
if (m.clientSendTimeNs != null && m.clientSendTimeNs !== 0n)
w.uint32(24).uint64(m.clientSendTimeNs);
return w;
};
BatchCommandsRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsRequest();
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
m.requests.push($root.tikvpb.BatchCommandsRequest.Request.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u === 2) {
if (!(m.requestIds && m.requestIds.length))
m.requestIds = [];
r.uint64s(m.requestIds);
continue;
}
if (u !== 0)
break;
if (!(m.requestIds && m.requestIds.length))
m.requestIds = [];
m.requestIds.push(r.uint64());
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.clientSendTimeNs = v;
else
delete m.clientSendTimeNs;
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
BatchCommandsRequest.Request = (function() {
const Request = function () {};
Request.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.get != null)
$root.kvrpcpb.GetRequest.encode(m.get, w.uint32(10).fork(), q + 1).ldelim();
if (m.scan != null)
$root.kvrpcpb.ScanRequest.encode(m.scan, w.uint32(18).fork(), q + 1).ldelim();
if (m.prewrite != null)
$root.kvrpcpb.PrewriteRequest.encode(m.prewrite, w.uint32(26).fork(), q + 1).ldelim();
if (m.commit != null)
$root.kvrpcpb.CommitRequest.encode(m.commit, w.uint32(34).fork(), q + 1).ldelim();
if (m.cleanup != null)
$root.kvrpcpb.CleanupRequest.encode(m.cleanup, w.uint32(50).fork(), q + 1).ldelim();
if (m.batchGet != null)
$root.kvrpcpb.BatchGetRequest.encode(m.batchGet, w.uint32(58).fork(), q + 1).ldelim();
if (m.batchRollback != null)
$root.kvrpcpb.BatchRollbackRequest.encode(m.batchRollback, w.uint32(66).fork(), q + 1).ldelim();
if (m.scanLock != null)
$root.kvrpcpb.ScanLockRequest.encode(m.scanLock, w.uint32(74).fork(), q + 1).ldelim();
if (m.resolveLock != null)
$root.kvrpcpb.ResolveLockRequest.encode(m.resolveLock, w.uint32(82).fork(), q + 1).ldelim();
if (m.gc != null)
$root.kvrpcpb.GCRequest.encode(m.gc, w.uint32(90).fork(), q + 1).ldelim();
if (m.deleteRange != null)
$root.kvrpcpb.DeleteRangeRequest.encode(m.deleteRange, w.uint32(98).fork(), q + 1).ldelim();
if (m.rawGet != null)
$root.kvrpcpb.RawGetRequest.encode(m.rawGet, w.uint32(106).fork(), q + 1).ldelim();
if (m.rawBatchGet != null)
$root.kvrpcpb.RawBatchGetRequest.encode(m.rawBatchGet, w.uint32(114).fork(), q + 1).ldelim();
if (m.rawPut != null)
$root.kvrpcpb.RawPutRequest.encode(m.rawPut, w.uint32(122).fork(), q + 1).ldelim();
if (m.rawBatchPut != null)
$root.kvrpcpb.RawBatchPutRequest.encode(m.rawBatchPut, w.uint32(130).fork(), q + 1).ldelim();
if (m.rawDelete != null)
$root.kvrpcpb.RawDeleteRequest.encode(m.rawDelete, w.uint32(138).fork(), q + 1).ldelim();
if (m.rawBatchDelete != null)
$root.kvrpcpb.RawBatchDeleteRequest.encode(m.rawBatchDelete, w.uint32(146).fork(), q + 1).ldelim();
if (m.rawScan != null)
$root.kvrpcpb.RawScanRequest.encode(m.rawScan, w.uint32(154).fork(), q + 1).ldelim();
if (m.rawDeleteRange != null)
$root.kvrpcpb.RawDeleteRangeRequest.encode(m.rawDeleteRange, w.uint32(162).fork(), q + 1).ldelim();
if (m.rawBatchScan != null)
$root.kvrpcpb.RawBatchScanRequest.encode(m.rawBatchScan, w.uint32(170).fork(), q + 1).ldelim();
if (m.coprocessor != null)
$root.coprocessor.Request.encode(m.coprocessor, w.uint32(178).fork(), q + 1).ldelim();
if (m.pessimisticLock != null)
$root.kvrpcpb.PessimisticLockRequest.encode(m.pessimisticLock, w.uint32(186).fork(), q + 1).ldelim();
if (m.pessimisticRollback != null)
$root.kvrpcpb.PessimisticRollbackRequest.encode(m.pessimisticRollback, w.uint32(194).fork(), q + 1).ldelim();
if (m.checkTxnStatus != null)
$root.kvrpcpb.CheckTxnStatusRequest.encode(m.checkTxnStatus, w.uint32(202).fork(), q + 1).ldelim();
if (m.txnHeartBeat != null)
$root.kvrpcpb.TxnHeartBeatRequest.encode(m.txnHeartBeat, w.uint32(210).fork(), q + 1).ldelim();
if (m.checkSecondaryLocks != null)
$root.kvrpcpb.CheckSecondaryLocksRequest.encode(m.checkSecondaryLocks, w.uint32(266).fork(), q + 1).ldelim();
if (m.rawCoprocessor != null)
$root.kvrpcpb.RawCoprocessorRequest.encode(m.rawCoprocessor, w.uint32(274).fork(), q + 1).ldelim();
if (m.flashbackToVersion != null)
$root.kvrpcpb.FlashbackToVersionRequest.encode(m.flashbackToVersion, w.uint32(282).fork(), q + 1).ldelim();
if (m.prepareFlashbackToVersion != null)
$root.kvrpcpb.PrepareFlashbackToVersionRequest.encode(m.prepareFlashbackToVersion, w.uint32(290).fork(), q + 1).ldelim();
if (m.flush != null)
$root.kvrpcpb.FlushRequest.encode(m.flush, w.uint32(298).fork(), q + 1).ldelim();
if (m.bufferBatchGet != null)
$root.kvrpcpb.BufferBatchGetRequest.encode(m.bufferBatchGet, w.uint32(306).fork(), q + 1).ldelim();
if (m.getHealthFeedback != null)
$root.kvrpcpb.GetHealthFeedbackRequest.encode(m.getHealthFeedback, w.uint32(314).fork(), q + 1).ldelim();
if (m.broadcastTxnStatus != null)
$root.kvrpcpb.BroadcastTxnStatusRequest.encode(m.broadcastTxnStatus, w.uint32(322).fork(), q + 1).ldelim();
if (m.empty != null)
$root.tikvpb.BatchCommandsEmptyRequest.encode(m.empty, w.uint32(2042).fork(), q + 1).ldelim();
return w;
};
Request.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsRequest.Request();
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
m.get = $root.kvrpcpb.GetRequest.decode(r, r.size(), $undefined, q + 1, m.get);
if (m.cmd !== "get") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "get"; }
continue;
}
case 2: {
if (u !== 2)
break;
m.scan = $root.kvrpcpb.ScanRequest.decode(r, r.size(), $undefined, q + 1, m.scan);
if (m.cmd !== "scan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "scan"; }
continue;
}
case 3: {
if (u !== 2)
break;
m.prewrite = $root.kvrpcpb.PrewriteRequest.decode(r, r.size(), $undefined, q + 1, m.prewrite);
if (m.cmd !== "prewrite") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "prewrite"; }
continue;
}
case 4: {
if (u !== 2)
break;
m.commit = $root.kvrpcpb.CommitRequest.decode(r, r.size(), $undefined, q + 1, m.commit);
if (m.cmd !== "commit") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "commit"; }
continue;
}
case 6: {
if (u !== 2)
break;
m.cleanup = $root.kvrpcpb.CleanupRequest.decode(r, r.size(), $undefined, q + 1, m.cleanup);
if (m.cmd !== "cleanup") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "cleanup"; }
continue;
}
case 7: {
if (u !== 2)
break;
m.batchGet = $root.kvrpcpb.BatchGetRequest.decode(r, r.size(), $undefined, q + 1, m.batchGet);
if (m.cmd !== "batchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "batchGet"; }
continue;
}
case 8: {
if (u !== 2)
break;
m.batchRollback = $root.kvrpcpb.BatchRollbackRequest.decode(r, r.size(), $undefined, q + 1, m.batchRollback);
if (m.cmd !== "batchRollback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "batchRollback"; }
continue;
}
case 9: {
if (u !== 2)
break;
m.scanLock = $root.kvrpcpb.ScanLockRequest.decode(r, r.size(), $undefined, q + 1, m.scanLock);
if (m.cmd !== "scanLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "scanLock"; }
continue;
}
case 10: {
if (u !== 2)
break;
m.resolveLock = $root.kvrpcpb.ResolveLockRequest.decode(r, r.size(), $undefined, q + 1, m.resolveLock);
if (m.cmd !== "resolveLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "resolveLock"; }
continue;
}
case 11: {
if (u !== 2)
break;
m.gc = $root.kvrpcpb.GCRequest.decode(r, r.size(), $undefined, q + 1, m.gc);
if (m.cmd !== "gc") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "gc"; }
continue;
}
case 12: {
if (u !== 2)
break;
m.deleteRange = $root.kvrpcpb.DeleteRangeRequest.decode(r, r.size(), $undefined, q + 1, m.deleteRange);
if (m.cmd !== "deleteRange") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "deleteRange"; }
continue;
}
case 13: {
if (u !== 2)
break;
m.rawGet = $root.kvrpcpb.RawGetRequest.decode(r, r.size(), $undefined, q + 1, m.rawGet);
if (m.cmd !== "rawGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawGet"; }
continue;
}
case 14: {
if (u !== 2)
break;
m.rawBatchGet = $root.kvrpcpb.RawBatchGetRequest.decode(r, r.size(), $undefined, q + 1, m.rawBatchGet);
if (m.cmd !== "rawBatchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchGet"; }
continue;
}
case 15: {
if (u !== 2)
break;
m.rawPut = $root.kvrpcpb.RawPutRequest.decode(r, r.size(), $undefined, q + 1, m.rawPut);
if (m.cmd !== "rawPut") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawPut"; }
continue;
}
case 16: {
if (u !== 2)
break;
m.rawBatchPut = $root.kvrpcpb.RawBatchPutRequest.decode(r, r.size(), $undefined, q + 1, m.rawBatchPut);
if (m.cmd !== "rawBatchPut") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchPut"; }
continue;
}
case 17: {
if (u !== 2)
break;
m.rawDelete = $root.kvrpcpb.RawDeleteRequest.decode(r, r.size(), $undefined, q + 1, m.rawDelete);
if (m.cmd !== "rawDelete") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawDelete"; }
continue;
}
case 18: {
if (u !== 2)
break;
m.rawBatchDelete = $root.kvrpcpb.RawBatchDeleteRequest.decode(r, r.size(), $undefined, q + 1, m.rawBatchDelete);
if (m.cmd !== "rawBatchDelete") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchDelete"; }
continue;
}
case 19: {
if (u !== 2)
break;
m.rawScan = $root.kvrpcpb.RawScanRequest.decode(r, r.size(), $undefined, q + 1, m.rawScan);
if (m.cmd !== "rawScan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawScan"; }
continue;
}
case 20: {
if (u !== 2)
break;
m.rawDeleteRange = $root.kvrpcpb.RawDeleteRangeRequest.decode(r, r.size(), $undefined, q + 1, m.rawDeleteRange);
if (m.cmd !== "rawDeleteRange") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawDeleteRange"; }
continue;
}
case 21: {
if (u !== 2)
break;
m.rawBatchScan = $root.kvrpcpb.RawBatchScanRequest.decode(r, r.size(), $undefined, q + 1, m.rawBatchScan);
if (m.cmd !== "rawBatchScan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchScan"; }
continue;
}
case 22: {
if (u !== 2)
break;
m.coprocessor = $root.coprocessor.Request.decode(r, r.size(), $undefined, q + 1, m.coprocessor);
if (m.cmd !== "coprocessor") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "coprocessor"; }
continue;
}
case 23: {
if (u !== 2)
break;
m.pessimisticLock = $root.kvrpcpb.PessimisticLockRequest.decode(r, r.size(), $undefined, q + 1, m.pessimisticLock);
if (m.cmd !== "pessimisticLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "pessimisticLock"; }
continue;
}
case 24: {
if (u !== 2)
break;
m.pessimisticRollback = $root.kvrpcpb.PessimisticRollbackRequest.decode(r, r.size(), $undefined, q + 1, m.pessimisticRollback);
if (m.cmd !== "pessimisticRollback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "pessimisticRollback"; }
continue;
}
case 25: {
if (u !== 2)
break;
m.checkTxnStatus = $root.kvrpcpb.CheckTxnStatusRequest.decode(r, r.size(), $undefined, q + 1, m.checkTxnStatus);
if (m.cmd !== "checkTxnStatus") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "checkTxnStatus"; }
continue;
}
case 26: {
if (u !== 2)
break;
m.txnHeartBeat = $root.kvrpcpb.TxnHeartBeatRequest.decode(r, r.size(), $undefined, q + 1, m.txnHeartBeat);
if (m.cmd !== "txnHeartBeat") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "txnHeartBeat"; }
continue;
}
case 33: {
if (u !== 2)
break;
m.checkSecondaryLocks = $root.kvrpcpb.CheckSecondaryLocksRequest.decode(r, r.size(), $undefined, q + 1, m.checkSecondaryLocks);
if (m.cmd !== "checkSecondaryLocks") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "checkSecondaryLocks"; }
continue;
}
case 34: {
if (u !== 2)
break;
m.rawCoprocessor = $root.kvrpcpb.RawCoprocessorRequest.decode(r, r.size(), $undefined, q + 1, m.rawCoprocessor);
if (m.cmd !== "rawCoprocessor") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawCoprocessor"; }
continue;
}
case 35: {
if (u !== 2)
break;
m.flashbackToVersion = $root.kvrpcpb.FlashbackToVersionRequest.decode(r, r.size(), $undefined, q + 1, m.flashbackToVersion);
if (m.cmd !== "flashbackToVersion") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "flashbackToVersion"; }
continue;
}
case 36: {
if (u !== 2)
break;
m.prepareFlashbackToVersion = $root.kvrpcpb.PrepareFlashbackToVersionRequest.decode(r, r.size(), $undefined, q + 1, m.prepareFlashbackToVersion);
if (m.cmd !== "prepareFlashbackToVersion") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "prepareFlashbackToVersion"; }
continue;
}
case 37: {
if (u !== 2)
break;
m.flush = $root.kvrpcpb.FlushRequest.decode(r, r.size(), $undefined, q + 1, m.flush);
if (m.cmd !== "flush") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "flush"; }
continue;
}
case 38: {
if (u !== 2)
break;
m.bufferBatchGet = $root.kvrpcpb.BufferBatchGetRequest.decode(r, r.size(), $undefined, q + 1, m.bufferBatchGet);
if (m.cmd !== "bufferBatchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "bufferBatchGet"; }
continue;
}
case 39: {
if (u !== 2)
break;
m.getHealthFeedback = $root.kvrpcpb.GetHealthFeedbackRequest.decode(r, r.size(), $undefined, q + 1, m.getHealthFeedback);
if (m.cmd !== "getHealthFeedback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "getHealthFeedback"; }
continue;
}
case 40: {
if (u !== 2)
break;
m.broadcastTxnStatus = $root.kvrpcpb.BroadcastTxnStatusRequest.decode(r, r.size(), $undefined, q + 1, m.broadcastTxnStatus);
if (m.cmd !== "broadcastTxnStatus") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "broadcastTxnStatus"; }
continue;
}
case 255: {
if (u !== 2)
break;
m.empty = $root.tikvpb.BatchCommandsEmptyRequest.decode(r, r.size(), $undefined, q + 1, m.empty);
if (m.cmd !== "empty") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "empty"; }
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
return Request;
})();
return BatchCommandsRequest;
})();
tikvpb.BatchCommandsResponse = (function() {
const BatchCommandsResponse = function () {};
BatchCommandsResponse.prototype.responses = $util.emptyArray;
BatchCommandsResponse.prototype.requestIds = $util.emptyArray;
BatchCommandsResponse.prototype.transportLayerLoad = 0n;
BatchCommandsResponse.prototype.tikvSendTimeNs = 0n;
BatchCommandsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.responses != null && m.responses.length) {
for (var i = 0; i < m.responses.length; ++i)
$root.tikvpb.BatchCommandsResponse.Response.encode(m.responses[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.requestIds != null && m.requestIds.length) {
w.uint32(18).uint64s(m.requestIds);
}
if (m.transportLayerLoad != null && m.transportLayerLoad !== 0n)
w.uint32(24).uint64(m.transportLayerLoad);
if (m.healthFeedback != null)
$root.kvrpcpb.HealthFeedback.encode(m.healthFeedback, w.uint32(34).fork(), q + 1).ldelim();
if (m.tikvSendTimeNs != null && m.tikvSendTimeNs !== 0n)
w.uint32(40).uint64(m.tikvSendTimeNs);
return w;
};
BatchCommandsResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsResponse();
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
if (!(m.responses && m.responses.length))
m.responses = [];
m.responses.push($root.tikvpb.BatchCommandsResponse.Response.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u === 2) {
if (!(m.requestIds && m.requestIds.length))
m.requestIds = [];
r.uint64s(m.requestIds);
continue;
}
if (u !== 0)
break;
if (!(m.requestIds && m.requestIds.length))
m.requestIds = [];
m.requestIds.push(r.uint64());
continue;
}
case 3: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.transportLayerLoad = v;
else
delete m.transportLayerLoad;
continue;
}
case 4: {
if (u !== 2)
break;
m.healthFeedback = $root.kvrpcpb.HealthFeedback.decode(r, r.size(), $undefined, q + 1, m.healthFeedback);
continue;
}
case 5: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.tikvSendTimeNs = v;
else
delete m.tikvSendTimeNs;
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
BatchCommandsResponse.Response = (function() {
const Response = function () {};
Response.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.get != null)
$root.kvrpcpb.GetResponse.encode(m.get, w.uint32(10).fork(), q + 1).ldelim();
if (m.scan != null)
$root.kvrpcpb.ScanResponse.encode(m.scan, w.uint32(18).fork(), q + 1).ldelim();
if (m.prewrite != null)
$root.kvrpcpb.PrewriteResponse.encode(m.prewrite, w.uint32(26).fork(), q + 1).ldelim();
if (m.commit != null)
$root.kvrpcpb.CommitResponse.encode(m.commit, w.uint32(34).fork(), q + 1).ldelim();
if (m.cleanup != null)
$root.kvrpcpb.CleanupResponse.encode(m.cleanup, w.uint32(50).fork(), q + 1).ldelim();
if (m.batchGet != null)
$root.kvrpcpb.BatchGetResponse.encode(m.batchGet, w.uint32(58).fork(), q + 1).ldelim();
if (m.batchRollback != null)
$root.kvrpcpb.BatchRollbackResponse.encode(m.batchRollback, w.uint32(66).fork(), q + 1).ldelim();
if (m.scanLock != null)
$root.kvrpcpb.ScanLockResponse.encode(m.scanLock, w.uint32(74).fork(), q + 1).ldelim();
if (m.resolveLock != null)
$root.kvrpcpb.ResolveLockResponse.encode(m.resolveLock, w.uint32(82).fork(), q + 1).ldelim();
if (m.gc != null)
$root.kvrpcpb.GCResponse.encode(m.gc, w.uint32(90).fork(), q + 1).ldelim();
if (m.deleteRange != null)
$root.kvrpcpb.DeleteRangeResponse.encode(m.deleteRange, w.uint32(98).fork(), q + 1).ldelim();
if (m.rawGet != null)
$root.kvrpcpb.RawGetResponse.encode(m.rawGet, w.uint32(106).fork(), q + 1).ldelim();
if (m.rawBatchGet != null)
$root.kvrpcpb.RawBatchGetResponse.encode(m.rawBatchGet, w.uint32(114).fork(), q + 1).ldelim();
if (m.rawPut != null)
$root.kvrpcpb.RawPutResponse.encode(m.rawPut, w.uint32(122).fork(), q + 1).ldelim();
if (m.rawBatchPut != null)
$root.kvrpcpb.RawBatchPutResponse.encode(m.rawBatchPut, w.uint32(130).fork(), q + 1).ldelim();
if (m.rawDelete != null)
$root.kvrpcpb.RawDeleteResponse.encode(m.rawDelete, w.uint32(138).fork(), q + 1).ldelim();
if (m.rawBatchDelete != null)
$root.kvrpcpb.RawBatchDeleteResponse.encode(m.rawBatchDelete, w.uint32(146).fork(), q + 1).ldelim();
if (m.rawScan != null)
$root.kvrpcpb.RawScanResponse.encode(m.rawScan, w.uint32(154).fork(), q + 1).ldelim();
if (m.rawDeleteRange != null)
$root.kvrpcpb.RawDeleteRangeResponse.encode(m.rawDeleteRange, w.uint32(162).fork(), q + 1).ldelim();
if (m.rawBatchScan != null)
$root.kvrpcpb.RawBatchScanResponse.encode(m.rawBatchScan, w.uint32(170).fork(), q + 1).ldelim();
if (m.coprocessor != null)
$root.coprocessor.Response.encode(m.coprocessor, w.uint32(178).fork(), q + 1).ldelim();
if (m.pessimisticLock != null)
$root.kvrpcpb.PessimisticLockResponse.encode(m.pessimisticLock, w.uint32(186).fork(), q + 1).ldelim();
if (m.pessimisticRollback != null)
$root.kvrpcpb.PessimisticRollbackResponse.encode(m.pessimisticRollback, w.uint32(194).fork(), q + 1).ldelim();
if (m.checkTxnStatus != null)
$root.kvrpcpb.CheckTxnStatusResponse.encode(m.checkTxnStatus, w.uint32(202).fork(), q + 1).ldelim();
if (m.txnHeartBeat != null)
$root.kvrpcpb.TxnHeartBeatResponse.encode(m.txnHeartBeat, w.uint32(210).fork(), q + 1).ldelim();
if (m.checkSecondaryLocks != null)
$root.kvrpcpb.CheckSecondaryLocksResponse.encode(m.checkSecondaryLocks, w.uint32(266).fork(), q + 1).ldelim();
if (m.rawCoprocessor != null)
$root.kvrpcpb.RawCoprocessorResponse.encode(m.rawCoprocessor, w.uint32(274).fork(), q + 1).ldelim();
if (m.flashbackToVersion != null)
$root.kvrpcpb.FlashbackToVersionResponse.encode(m.flashbackToVersion, w.uint32(282).fork(), q + 1).ldelim();
if (m.prepareFlashbackToVersion != null)
$root.kvrpcpb.PrepareFlashbackToVersionResponse.encode(m.prepareFlashbackToVersion, w.uint32(290).fork(), q + 1).ldelim();
if (m.flush != null)
$root.kvrpcpb.FlushResponse.encode(m.flush, w.uint32(298).fork(), q + 1).ldelim();
if (m.bufferBatchGet != null)
$root.kvrpcpb.BufferBatchGetResponse.encode(m.bufferBatchGet, w.uint32(306).fork(), q + 1).ldelim();
if (m.getHealthFeedback != null)
$root.kvrpcpb.GetHealthFeedbackResponse.encode(m.getHealthFeedback, w.uint32(314).fork(), q + 1).ldelim();
if (m.broadcastTxnStatus != null)
$root.kvrpcpb.BroadcastTxnStatusResponse.encode(m.broadcastTxnStatus, w.uint32(322).fork(), q + 1).ldelim();
if (m.empty != null)
$root.tikvpb.BatchCommandsEmptyResponse.encode(m.empty, w.uint32(2042).fork(), q + 1).ldelim();
return w;
};
Response.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsResponse.Response();
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
m.get = $root.kvrpcpb.GetResponse.decode(r, r.size(), $undefined, q + 1, m.get);
if (m.cmd !== "get") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "get"; }
continue;
}
case 2: {
if (u !== 2)
break;
m.scan = $root.kvrpcpb.ScanResponse.decode(r, r.size(), $undefined, q + 1, m.scan);
if (m.cmd !== "scan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "scan"; }
continue;
}
case 3: {
if (u !== 2)
break;
m.prewrite = $root.kvrpcpb.PrewriteResponse.decode(r, r.size(), $undefined, q + 1, m.prewrite);
if (m.cmd !== "prewrite") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "prewrite"; }
continue;
}
case 4: {
if (u !== 2)
break;
m.commit = $root.kvrpcpb.CommitResponse.decode(r, r.size(), $undefined, q + 1, m.commit);
if (m.cmd !== "commit") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "commit"; }
continue;
}
case 6: {
if (u !== 2)
break;
m.cleanup = $root.kvrpcpb.CleanupResponse.decode(r, r.size(), $undefined, q + 1, m.cleanup);
if (m.cmd !== "cleanup") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "cleanup"; }
continue;
}
case 7: {
if (u !== 2)
break;
m.batchGet = $root.kvrpcpb.BatchGetResponse.decode(r, r.size(), $undefined, q + 1, m.batchGet);
if (m.cmd !== "batchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "batchGet"; }
continue;
}
case 8: {
if (u !== 2)
break;
m.batchRollback = $root.kvrpcpb.BatchRollbackResponse.decode(r, r.size(), $undefined, q + 1, m.batchRollback);
if (m.cmd !== "batchRollback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "batchRollback"; }
continue;
}
case 9: {
if (u !== 2)
break;
m.scanLock = $root.kvrpcpb.ScanLockResponse.decode(r, r.size(), $undefined, q + 1, m.scanLock);
if (m.cmd !== "scanLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "scanLock"; }
continue;
}
case 10: {
if (u !== 2)
break;
m.resolveLock = $root.kvrpcpb.ResolveLockResponse.decode(r, r.size(), $undefined, q + 1, m.resolveLock);
if (m.cmd !== "resolveLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "resolveLock"; }
continue;
}
case 11: {
if (u !== 2)
break;
m.gc = $root.kvrpcpb.GCResponse.decode(r, r.size(), $undefined, q + 1, m.gc);
if (m.cmd !== "gc") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "gc"; }
continue;
}
case 12: {
if (u !== 2)
break;
m.deleteRange = $root.kvrpcpb.DeleteRangeResponse.decode(r, r.size(), $undefined, q + 1, m.deleteRange);
if (m.cmd !== "deleteRange") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "deleteRange"; }
continue;
}
case 13: {
if (u !== 2)
break;
m.rawGet = $root.kvrpcpb.RawGetResponse.decode(r, r.size(), $undefined, q + 1, m.rawGet);
if (m.cmd !== "rawGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawGet"; }
continue;
}
case 14: {
if (u !== 2)
break;
m.rawBatchGet = $root.kvrpcpb.RawBatchGetResponse.decode(r, r.size(), $undefined, q + 1, m.rawBatchGet);
if (m.cmd !== "rawBatchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchGet"; }
continue;
}
case 15: {
if (u !== 2)
break;
m.rawPut = $root.kvrpcpb.RawPutResponse.decode(r, r.size(), $undefined, q + 1, m.rawPut);
if (m.cmd !== "rawPut") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawPut"; }
continue;
}
case 16: {
if (u !== 2)
break;
m.rawBatchPut = $root.kvrpcpb.RawBatchPutResponse.decode(r, r.size(), $undefined, q + 1, m.rawBatchPut);
if (m.cmd !== "rawBatchPut") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchPut"; }
continue;
}
case 17: {
if (u !== 2)
break;
m.rawDelete = $root.kvrpcpb.RawDeleteResponse.decode(r, r.size(), $undefined, q + 1, m.rawDelete);
if (m.cmd !== "rawDelete") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawDelete"; }
continue;
}
case 18: {
if (u !== 2)
break;
m.rawBatchDelete = $root.kvrpcpb.RawBatchDeleteResponse.decode(r, r.size(), $undefined, q + 1, m.rawBatchDelete);
if (m.cmd !== "rawBatchDelete") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchDelete"; }
continue;
}
case 19: {
if (u !== 2)
break;
m.rawScan = $root.kvrpcpb.RawScanResponse.decode(r, r.size(), $undefined, q + 1, m.rawScan);
if (m.cmd !== "rawScan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawScan"; }
continue;
}
case 20: {
if (u !== 2)
break;
m.rawDeleteRange = $root.kvrpcpb.RawDeleteRangeResponse.decode(r, r.size(), $undefined, q + 1, m.rawDeleteRange);
if (m.cmd !== "rawDeleteRange") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawDeleteRange"; }
continue;
}
case 21: {
if (u !== 2)
break;
m.rawBatchScan = $root.kvrpcpb.RawBatchScanResponse.decode(r, r.size(), $undefined, q + 1, m.rawBatchScan);
if (m.cmd !== "rawBatchScan") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawBatchScan"; }
continue;
}
case 22: {
if (u !== 2)
break;
m.coprocessor = $root.coprocessor.Response.decode(r, r.size(), $undefined, q + 1, m.coprocessor);
if (m.cmd !== "coprocessor") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "coprocessor"; }
continue;
}
case 23: {
if (u !== 2)
break;
m.pessimisticLock = $root.kvrpcpb.PessimisticLockResponse.decode(r, r.size(), $undefined, q + 1, m.pessimisticLock);
if (m.cmd !== "pessimisticLock") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "pessimisticLock"; }
continue;
}
case 24: {
if (u !== 2)
break;
m.pessimisticRollback = $root.kvrpcpb.PessimisticRollbackResponse.decode(r, r.size(), $undefined, q + 1, m.pessimisticRollback);
if (m.cmd !== "pessimisticRollback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "pessimisticRollback"; }
continue;
}
case 25: {
if (u !== 2)
break;
m.checkTxnStatus = $root.kvrpcpb.CheckTxnStatusResponse.decode(r, r.size(), $undefined, q + 1, m.checkTxnStatus);
if (m.cmd !== "checkTxnStatus") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "checkTxnStatus"; }
continue;
}
case 26: {
if (u !== 2)
break;
m.txnHeartBeat = $root.kvrpcpb.TxnHeartBeatResponse.decode(r, r.size(), $undefined, q + 1, m.txnHeartBeat);
if (m.cmd !== "txnHeartBeat") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "txnHeartBeat"; }
continue;
}
case 33: {
if (u !== 2)
break;
m.checkSecondaryLocks = $root.kvrpcpb.CheckSecondaryLocksResponse.decode(r, r.size(), $undefined, q + 1, m.checkSecondaryLocks);
if (m.cmd !== "checkSecondaryLocks") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "checkSecondaryLocks"; }
continue;
}
case 34: {
if (u !== 2)
break;
m.rawCoprocessor = $root.kvrpcpb.RawCoprocessorResponse.decode(r, r.size(), $undefined, q + 1, m.rawCoprocessor);
if (m.cmd !== "rawCoprocessor") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "rawCoprocessor"; }
continue;
}
case 35: {
if (u !== 2)
break;
m.flashbackToVersion = $root.kvrpcpb.FlashbackToVersionResponse.decode(r, r.size(), $undefined, q + 1, m.flashbackToVersion);
if (m.cmd !== "flashbackToVersion") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "flashbackToVersion"; }
continue;
}
case 36: {
if (u !== 2)
break;
m.prepareFlashbackToVersion = $root.kvrpcpb.PrepareFlashbackToVersionResponse.decode(r, r.size(), $undefined, q + 1, m.prepareFlashbackToVersion);
if (m.cmd !== "prepareFlashbackToVersion") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "prepareFlashbackToVersion"; }
continue;
}
case 37: {
if (u !== 2)
break;
m.flush = $root.kvrpcpb.FlushResponse.decode(r, r.size(), $undefined, q + 1, m.flush);
if (m.cmd !== "flush") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "flush"; }
continue;
}
case 38: {
if (u !== 2)
break;
m.bufferBatchGet = $root.kvrpcpb.BufferBatchGetResponse.decode(r, r.size(), $undefined, q + 1, m.bufferBatchGet);
if (m.cmd !== "bufferBatchGet") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "bufferBatchGet"; }
continue;
}
case 39: {
if (u !== 2)
break;
m.getHealthFeedback = $root.kvrpcpb.GetHealthFeedbackResponse.decode(r, r.size(), $undefined, q + 1, m.getHealthFeedback);
if (m.cmd !== "getHealthFeedback") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "getHealthFeedback"; }
continue;
}
case 40: {
if (u !== 2)
break;
m.broadcastTxnStatus = $root.kvrpcpb.BroadcastTxnStatusResponse.decode(r, r.size(), $undefined, q + 1, m.broadcastTxnStatus);
if (m.cmd !== "broadcastTxnStatus") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "broadcastTxnStatus"; }
continue;
}
case 255: {
if (u !== 2)
break;
m.empty = $root.tikvpb.BatchCommandsEmptyResponse.decode(r, r.size(), $undefined, q + 1, m.empty);
if (m.cmd !== "empty") { if (m.cmd) m[m.cmd] = $undefined; m.cmd = "empty"; }
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
return Response;
})();
return BatchCommandsResponse;
})();
tikvpb.BatchCommandsEmptyRequest = (function() {
const BatchCommandsEmptyRequest = function () {};
BatchCommandsEmptyRequest.prototype.testId = 0n;
BatchCommandsEmptyRequest.prototype.delayTime = 0n;
BatchCommandsEmptyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.testId != null && m.testId !== 0n)
w.uint32(8).uint64(m.testId);
if (m.delayTime != null && m.delayTime !== 0n)
w.uint32(16).uint64(m.delayTime);
return w;
};
BatchCommandsEmptyRequest.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsEmptyRequest();
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
m.testId = v;
else
delete m.testId;
continue;
}
case 2: {
if (u !== 0)
break;
if ((v = r.uint64()) !== 0n)
m.delayTime = v;
else
delete m.delayTime;
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
return BatchCommandsEmptyRequest;
})();
tikvpb.BatchCommandsEmptyResponse = (function() {
const BatchCommandsEmptyResponse = function () {};
BatchCommandsEmptyResponse.prototype.testId = 0n;
BatchCommandsEmptyResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.testId != null && m.testId !== 0n)
w.uint32(8).uint64(m.testId);
return w;
};
BatchCommandsEmptyResponse.decode = function (r, l, z, q, g) {
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
m = g || new $root.tikvpb.BatchCommandsEmptyResponse();
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
m.testId = v;
else
delete m.testId;
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
return BatchCommandsEmptyResponse;
})();
return tikvpb;
})();

export { Writer } from "../runtime.js";
