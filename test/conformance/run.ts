import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RecordedDocument, readDocuments } from './document.ts';
import { type Difference, replayDocument } from './replay.ts';
import type { Target } from './target.ts';

/** Folder of the recordings, beside the repository. */
export const recordings = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));

/** What came of replaying some files. */
export interface Outcome {
  readonly replayed: number;
  readonly differing: number;
  readonly differences: readonly Difference[];
  /** Documents left out, by reason. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** All recorded files, by path. */
export function recordedFiles(): string[] {
  return readdirSync(recordings)
    .filter((name) => /\.jsonl(\.gz)?$/.test(name))
    .map((name) => recordings + name)
    .sort();
}

/** How a file was recorded, which its documents do not tell. */
function recordedWith(path: string): { api: 'v1' | 'v2'; inMemory: boolean } {
  const name = basename(path);
  return { api: name.includes('v2') ? 'v2' : 'v1', inMemory: !name.includes('nomem') };
}

/**
 * Replays the documents of some files one after the other.
 *
 * @param accepts a filter for a quick run
 */
export async function replayFiles(
  paths: readonly string[],
  target: Target,
  inMemory: boolean,
  accepts: (document: RecordedDocument, index: number) => boolean = () => true,
): Promise<Outcome> {
  const differences: Difference[] = [];
  const leftOut = new Map<string, number>();
  let replayed = 0;
  let differing = 0;
  for (const path of paths) {
    const recorded = recordedWith(path);
    target.reset({ api: recorded.api, inMemory });
    for (const [index, document] of readDocuments(path).entries()) {
      const reason = reasonToLeaveOut(document, recorded, target, accepts(document, index));
      if (reason !== undefined) {
        leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
        continue;
      }
      target.reset({ api: recorded.api, inMemory });
      replayed += 1;
      const found = await replayDocument(document, target, ordinal());
      differing += found.length > 0 ? 1 : 0;
      differences.push(...found);
    }
  }
  return { replayed, differing, differences, leftOut };
}

let ordinals = 0;
function ordinal(): number {
  ordinals += 1;
  return ordinals;
}

function reasonToLeaveOut(
  document: RecordedDocument,
  recorded: { readonly api: 'v1' | 'v2'; readonly inMemory: boolean },
  target: Target,
  isAccepted: boolean,
): string | undefined {
  if (!isAccepted) return 'not in this sample';
  if (recorded.api !== target.api) return `recorded with API ${recorded.api}`;
  if (document.mem && !target.keepsLocksInMemory) return 'needs pessimistic locks in memory';
  if (!recorded.inMemory && target.keepsLocksInMemory) return 'needs pessimistic locks in the lock column';
  return undefined;
}
