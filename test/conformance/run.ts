import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RecordedDocument, readDocuments } from './document.ts';
import { type Difference, replayDocument } from './replay.ts';
import type { OpenTarget, ServerKind } from './target.ts';

/** Folder of the recordings, beside the repository. */
const recordings = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));

/** Every kind of server the recordings were made with. */
const kinds: readonly ServerKind[] = [
  { api: 'v1', inMemory: false },
  { api: 'v1', inMemory: true },
  { api: 'v2', inMemory: false },
  { api: 'v2', inMemory: true },
];

/** What came of replaying some files. */
export interface Outcome {
  readonly replayed: number;
  /** Documents with at least one difference. */
  readonly differing: number;
  readonly differences: readonly Difference[];
  /** Documents that no server at hand could replay, by reason. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Paths of all recorded files. @throws Error when they do not lie beside the repository */
export function recordedFiles(): string[] {
  if (!existsSync(recordings)) throw new Error(`There are no recordings of TiKV at ${recordings}`);
  return readdirSync(recordings)
    .filter((name) => /\.jsonl(\.gz)?$/.test(name))
    .map((name) => recordings + name)
    .sort();
}

/**
 * Replays the documents of some files, each on the kind of server it was recorded with.
 *
 * @param accepts which documents to replay, for a sample; `index` counts within the file
 */
export async function replayFiles(
  paths: readonly string[],
  open: OpenTarget,
  accepts: (path: string, index: number) => boolean = () => true,
): Promise<Outcome> {
  const differences: Difference[] = [];
  const leftOut = new Map<string, number>();
  let replayed = 0;
  let differing = 0;
  for (const kind of kinds) {
    const documents = paths.flatMap((path) =>
      readDocuments(path).filter((document, index) => accepts(path, index) && isOf(kind, path, document)),
    );
    if (documents.length === 0) continue;
    const target = await open(kind);
    if (target === undefined) {
      leftOut.set(
        `no server with API ${kind.api}${kind.inMemory ? ' and locks in memory' : ''}`,
        documents.length,
      );
      continue;
    }
    for (const [index, document] of documents.entries()) {
      const found = await replayDocument(document, target, index);
      replayed += 1;
      differing += found.length > 0 ? 1 : 0;
      differences.push(...found);
    }
    await target.close();
  }
  return { replayed, differing, differences, leftOut };
}

/** Only `mem` documents tell servers with locks in memory from others, so the others need no second run. */
function isOf(kind: ServerKind, path: string, document: RecordedDocument): boolean {
  const api = basename(path).includes('v2') ? 'v2' : 'v1';
  return kind.api === api && kind.inMemory === (document.mem ?? false);
}
