import type { kvrpcpb } from '#proto';
import { KvEngine, type KvEngineOptions } from '../../../../src/testing/mvcc/engine.ts';
import { bytesOf } from '../../../../src/testing/mvcc/key.ts';
import type { Request, Response } from '../../../../src/testing/mvcc/messages.ts';
import type { CommandEnvironment, Plan } from '../../../../src/testing/mvcc/plan.ts';
import { StoreVolatile } from '../../../../src/testing/mvcc/store-volatile.ts';

export type WritePlan = Plan & { readonly kind: 'write' };

/** Bytes of a text. */
export const bytes = (text: string): Uint8Array => bytesOf(text);

/** The timestamp of a millisecond. */
export const at = (ms: number): bigint => BigInt(ms) << 18n;

/** One store of one region around an engine, its stages in the hands of the test. */
export class Harness {
  readonly engine: KvEngine;
  readonly volatile = new StoreVolatile();
  maxTsSynced = true;
  nowMs = 0;
  tso = at(1_000_000);
  range: CommandEnvironment['range'] = {};

  constructor(options: KvEngineOptions = {}) {
    this.engine = new KvEngine(options);
  }

  get environment(): CommandEnvironment {
    return {
      volatile: this.volatile,
      range: this.range,
      tso: () => this.tso,
      nowMs: () => this.nowMs,
      maxTsSynced: this.maxTsSynced,
    };
  }

  prepare(rpc: string, request: Request): Plan {
    return this.engine.prepare(rpc, request, this.environment);
  }

  /** Prepares a request that must come to a write. */
  propose(rpc: string, request: Request): WritePlan {
    const plan = this.prepare(rpc, request);
    if (plan.kind !== 'write') throw new Error(`Expected a write, got ${JSON.stringify(plan.kind)}`);
    return plan;
  }

  apply(plan: WritePlan, messageId = 'message'): void {
    this.engine.apply(plan.changes, { messageId, atMs: this.nowMs });
    plan.afterApply();
  }

  /** All stages at once. */
  call(rpc: string, request: Request): Response {
    const refused = this.engine.refusal(rpc, request);
    if (refused !== undefined) return refused;
    const plan = this.prepare(rpc, request);
    if (plan.kind === 'regionError') return { regionError: plan.regionError };
    if (plan.kind === 'wait') throw new Error('The request has to wait');
    if (plan.kind === 'write') this.apply(plan);
    return plan.response;
  }

  prewrite(request: kvrpcpb.PrewriteRequest): Response {
    return this.call('KvPrewrite', request);
  }

  /** Value of a key at a timestamp; undefined when absent. */
  get(key: string, version: bigint): Response {
    return this.call('KvGet', { key: bytes(key), version } as Request);
  }

  /** Puts one value by a prewrite and a commit. */
  put(key: string, value: string, startTs: bigint, commitTs: bigint): void {
    this.prewrite(putRequest(key, value, startTs));
    this.call('KvCommit', { keys: [bytes(key)], startVersion: startTs, commitVersion: commitTs } as Request);
  }
}

/** An optimistic prewrite of one key that is its own primary. */
export function putRequest(
  key: string,
  value: string,
  startVersion: bigint,
  more: Partial<kvrpcpb.PrewriteRequest> = {},
): kvrpcpb.PrewriteRequest {
  return {
    mutations: [{ key: bytes(key), value: bytes(value) }],
    primaryLock: bytes(key),
    startVersion,
    lockTtl: 3000n,
    txnSize: 1n,
    ...more,
  };
}

/** A pessimistic lock request for one key. */
export function lockRequest(
  key: string,
  startVersion: bigint,
  more: Partial<kvrpcpb.PessimisticLockRequest> = {},
): kvrpcpb.PessimisticLockRequest {
  return {
    mutations: [{ op: 5, key: bytes(key) }],
    primaryLock: bytes(key),
    startVersion,
    forUpdateTs: startVersion,
    lockTtl: 3000n,
    ...more,
  };
}
