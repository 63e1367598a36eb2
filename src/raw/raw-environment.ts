import type { RegionClient } from '../region/request/region-client.ts';

/** What the steps of raw calls need, and what all requests of one view have in common. */
export interface RawEnvironment {
  /** For raw keys. */
  readonly regions: RegionClient;
  /** `default`, `lock` or `write`; empty for the default one (parity row RAW-6). */
  readonly columnFamily: string;
  /** Whether every put and delete is atomic with compare-and-swap (parity row RAW-5). */
  readonly forCas: boolean;
}

/** How a write is sent. */
export interface RawSending {
  /** The write is not sent again once an answer was lost: it is then undetermined. */
  readonly atMostOnce: boolean;
}
