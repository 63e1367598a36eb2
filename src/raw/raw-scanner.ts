import type { KeyValue } from '../model/key-value.ts';
import type { ScanPage } from '../region/scan-part.ts';
import { Scanner, type ScannerInput } from '../region/scanner.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { type RawPageOptions, rawScanPage } from './raw-scan-page.ts';

/** Runs the function that fetches a page, with retries and a deadline. */
export type RunPage = (fetch: (backoffer: Backoffer) => Promise<ScanPage>) => Promise<ScanPage>;

/** A scan of raw keys in progress. Its pages throw what `rawScanPage` throws. */
export function rawScanner(
  environment: RawEnvironment,
  scan: ScannerInput & RawPageOptions,
  runPage: RunPage,
): Scanner {
  return new Scanner(scan, (rest, batchSize, by) =>
    runPage((backoffer) => {
      by(backoffer.deadline);
      return rawScanPage(environment, rest, { ...scan, batchSize }, backoffer);
    }),
  );
}

/** All pairs of a scan. */
export async function allRawPairs(scanner: Scanner): Promise<KeyValue[]> {
  const pairs: KeyValue[] = [];
  for await (const pair of scanner.pairs()) pairs.push(pair);
  return pairs;
}
