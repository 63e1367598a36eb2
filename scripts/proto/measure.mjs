// Prints what the generated codecs cost: bytes, time to load, time for a batch of 64 point gets.
// Run by hand: node scripts/proto/measure.mjs
import { statSync } from 'node:fs';

const gen = new URL('../../proto/gen/', import.meta.url);

async function timed(name) {
  const startedMs = performance.now();
  const module = await import(new URL(`${name}.js`, gen).href);
  const tookMs = performance.now() - startedMs;
  const sizeBytes = statSync(new URL(`${name}.js`, gen)).size;
  console.log(`${name}.js: ${(sizeBytes / 1024).toFixed(0)} kB, loaded in ${tookMs.toFixed(1)} ms`);
  return module;
}

const startedMs = performance.now();
await import('protobufjs/minimal.js');
console.log(`protobufjs/minimal: loaded in ${(performance.now() - startedMs).toFixed(1)} ms`);
await timed('connect');
const { tikvpb, Writer } = await timed('hot');
await timed('admin');

const BATCH = 64;
const ROUNDS = 5_000;
const batch = (one) => Array.from({ length: BATCH }, (_, index) => one(index));
const requestIds = batch((index) => 100_000n + BigInt(index));
const version = 456_789_012_345_678_901n;

const request = {
  requests: batch((index) => ({
    get: {
      context: {
        regionId: 1_000n + BigInt(index),
        regionEpoch: { confVer: 5n, version: 120n },
        peer: { id: 2_000n, storeId: 4n },
        maxExecutionDurationMs: 20_000n,
        keyspaceId: 0xffffffff,
        requestSource: 'external_get',
        clusterId: 7_012_345_678_901_234_567n,
      },
      key: new Uint8Array(32).fill(index),
      version,
    },
  })),
  requestIds,
};

const response = {
  responses: batch(() => ({
    get: {
      value: new Uint8Array(100),
      execDetailsV2: {
        timeDetail: { processWallTimeMs: 1n, totalRpcWallTimeNs: 123_456n },
        scanDetailV2: { processedVersions: 1n, processedVersionsSize: 120n, totalVersions: 1n },
        timeDetailV2: { waitWallTimeNs: 30_000n, processWallTimeNs: 45_678n, totalRpcWallTimeNs: 123_456n },
      },
    },
  })),
  requestIds,
};

const writer = new Writer();

function encode(codec, message) {
  writer.clear();
  return codec.encode(message, writer).finish();
}

function measure(what, run) {
  for (let round = 0; round < ROUNDS; round++) run();
  const startedMs = performance.now();
  for (let round = 0; round < ROUNDS; round++) run();
  const perOperationUs = ((performance.now() - startedMs) * 1_000) / ROUNDS / BATCH;
  console.log(`${what}: ${perOperationUs.toFixed(2)} us per operation`);
}

const requestBytes = encode(tikvpb.BatchCommandsRequest, request);
const responseBytes = encode(tikvpb.BatchCommandsResponse, response);
measure('encode request', () => encode(tikvpb.BatchCommandsRequest, request));
measure('decode response', () => tikvpb.BatchCommandsResponse.decode(responseBytes));
measure('decode request', () => tikvpb.BatchCommandsRequest.decode(requestBytes));
measure('encode response', () => encode(tikvpb.BatchCommandsResponse, response));
