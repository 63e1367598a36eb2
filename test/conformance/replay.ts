import { crc64 } from '../../src/testing/raw/crc64.ts';
import { difference } from './difference.ts';
import type { Json, JsonObject, RecordedDocument, Step } from './document.ts';
import { type Message, toJson, toMessage } from './message-form.ts';
import { rpcTypes } from './rpc-types.ts';
import { Symbols } from './symbols.ts';
import type { Call, Target } from './target.ts';

/** One step whose answer differs from the recorded one. */
export interface Difference {
  readonly document: string;
  /** Index of the step. */
  readonly step: number;
  readonly rpc: string;
  readonly detail: string;
}

/** After so long a lock without time to live is expired: the clock of PD has moved on. */
const EXPIRY_MS = 2;

/** Limit of a scan that stands in for a checksum. */
const ALL = 1_000_000;

/** Replays a document; gives every difference, not only the first. */
export async function replayDocument(
  document: RecordedDocument,
  target: Target,
  ordinal: number,
): Promise<Difference[]> {
  return await new Replay(document, target, ordinal).run();
}

class Replay {
  readonly #document: RecordedDocument;
  readonly #target: Target;
  readonly #symbols: Symbols;
  readonly #calls = new Map<string, { readonly call: Call; readonly step: Step }>();
  readonly #found: Difference[] = [];

  constructor(document: RecordedDocument, target: Target, ordinal: number) {
    this.#document = document;
    this.#target = target;
    const prefix = `cv${String(ordinal).padStart(14, '0')}`;
    this.#symbols = new Symbols(document.api === 'v2' ? `r\0\0\0${prefix}` : prefix);
  }

  async run(): Promise<Difference[]> {
    for (const [index, step] of this.#document.steps.entries()) await this.#step(step, index);
    return this.#found;
  }

  async #step(step: Step, index: number): Promise<void> {
    if (step.sleep_ms !== undefined) {
      await this.#target.sleep(step.sleep_ms);
      return;
    }
    await this.#takeTimestamps(step);
    if (step.await !== undefined) {
      const sent = this.#calls.get(step.await);
      if (sent === undefined) throw new Error(`Nothing was sent as ${step.await}`);
      const answer = await this.#target.settle(sent.call);
      await this.#compare(sent.step, step, index, answer);
      this.#compareTime(sent, step, index);
      return;
    }
    const call = this.#send(step);
    if (step.async !== undefined) this.#calls.set(step.async, { call, step });
    else await this.#compare(step, step, index, await this.#target.settle(call));
    if (locksWithoutTtl(step)) await this.#target.sleep(EXPIRY_MS);
  }

  /** Takes the timestamps a step names and nobody has taken yet, in the order of their numbers. */
  async #takeTimestamps(step: Step): Promise<void> {
    const named = JSON.stringify(step).matchAll(/"\$t(\d+)/g);
    const highest = Math.max(0, ...Array.from(named, (match) => Number(match[1])));
    while (this.#symbols.taken < highest) this.#symbols.take(await this.#target.tso());
  }

  #send(step: Step): Call {
    const rpc = step.rpc ?? '';
    const types = rpcTypes(rpc);
    const request = toMessage(types.request, step.req ?? {}, this.#symbols);
    return this.#target.call(rpc, this.#withApiVersion(request));
  }

  #withApiVersion(request: Message): Message {
    const context = {
      ...(this.#document.api === 'v2' ? { apiVersion: 2 } : {}),
      ...(request.context as object),
    };
    return { ...request, context };
  }

  async #compare(sent: Step, step: Step, index: number, answer: Message): Promise<void> {
    const rpc = sent.rpc ?? '';
    const given = toJson(rpcTypes(rpc).response, answer, this.#symbols);
    const settled = rpc === 'RawChecksum' ? await this.#settleChecksum(sent, given, answer) : given;
    const detail = difference(step.resp ?? {}, settleTtl(rpc, settled));
    if (detail !== undefined) this.#report(index, rpc, detail);
  }

  /** Replaces the checksum by its symbol when it is that of the pairs in the ranges. */
  async #settleChecksum(sent: Step, given: JsonObject, answer: Message): Promise<JsonObject> {
    let expected = 0n;
    for (const range of (sent.req?.ranges ?? []) as readonly JsonObject[]) {
      const scan = this.#send({ rpc: 'RawScan', req: { ...range, limit: ALL } });
      const pairs = (await this.#target.settle(scan)).kvs as readonly {
        key: Uint8Array;
        value?: Uint8Array;
      }[];
      for (const pair of pairs) expected ^= crc64(pair.key, pair.value ?? new Uint8Array(0));
    }
    if ((answer.checksum ?? 0n) !== expected) return given;
    const totalKvs = Number(given.total_kvs ?? 0);
    const settled: Record<string, Json> = { ...given };
    if (expected !== 0n) settled.checksum = '$crc64xor';
    if (given.total_bytes !== undefined) {
      settled.total_bytes = Number(given.total_bytes) - totalKvs * this.#symbols.prefixLength;
    }
    return settled;
  }

  #compareTime(sent: { readonly call: Call; readonly step: Step }, step: Step, index: number): void {
    const [low, high] = step.ms ?? [0, Number.POSITIVE_INFINITY];
    const elapsedMs = sent.call.elapsedMs();
    if (elapsedMs >= low && elapsedMs <= high) return;
    this.#report(index, sent.step.rpc ?? '', `answered after ${elapsedMs} ms, recorded ${low} to ${high} ms`);
  }

  #report(step: number, rpc: string, detail: string): void {
    this.#found.push({ document: this.#document.name, step, rpc, detail });
  }
}

/** Times to live are recorded rounded up to a multiple of 100. */
function settleTtl(rpc: string, json: JsonObject): JsonObject {
  if (rpc !== 'RawGetKeyTTL' || json.ttl === undefined) return json;
  return { ...json, ttl: Math.ceil(Number(json.ttl) / 100) * 100 };
}

function locksWithoutTtl(step: Step): boolean {
  return step.req?.mutations !== undefined && (step.req.lock_ttl ?? 0) === 0;
}
