import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** JSON as the recordings use it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

/** JSON object. */
export type JsonObject = { readonly [field: string]: Json };

/** One step of a recording: see FORMAT.md beside the recordings. */
export interface Step {
  readonly rpc?: string;
  readonly req?: JsonObject;
  readonly resp?: JsonObject;
  readonly sleep_ms?: number;
  /** Name of a call whose answer a later step takes. */
  readonly async?: string;
  readonly await?: string;
  /** Range of the time an awaited answer took. */
  readonly ms?: readonly [number, number];
}

/** One recorded sequence; documents are independent of each other. */
export interface RecordedDocument {
  readonly name: string;
  readonly seed?: number;
  readonly note?: string;
  readonly api?: 'v2';
  /** The answers depend on pessimistic locks being kept in memory. */
  readonly mem?: boolean;
  readonly steps: readonly Step[];
}

/** The documents of a file, gzip or plain. */
export function readDocuments(path: string): RecordedDocument[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedDocument);
}
