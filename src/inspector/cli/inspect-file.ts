import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { showValue } from '../../model/show-value.ts';
import { openRecording } from '../open-inspector.ts';
import { parseRecording } from '../recording/parse-recording.ts';
import type { InspectorServer } from '../server/inspector-server.ts';
import type { PageFiles } from '../server/page-files.ts';

export interface InspectFileOptions {
  /** As typed. */
  readonly port: unknown;
  readonly host: string;
}

/**
 * Opens a page that shows the recording in a file, for as long as the process goes on.
 * @param page asked for when the file is sound
 * @throws UsageError with what is wrong with the file, the port or the host
 */
export async function inspectFile(
  path: string,
  { port: given, host }: InspectFileOptions,
  page: () => Promise<PageFiles>,
): Promise<InspectorServer> {
  const port = given === '' ? Number.NaN : Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, not ${showValue(given)}`);
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = parseRecording(text);
  if ('problems' in parsed) throw new UsageError([`${path} cannot be opened`, ...parsed.problems]);
  return openRecording(text, basename(path), { port, host, keepAlive: true }, await page());
}
