import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordedFiles, replayFiles } from './run.ts';
import { openInProcess } from './targets/in-process-target.ts';

describe('the embedded TiKV answers as the recorded one', () => {
  it.each(recordedFiles().map((path) => [basename(path), path] as const))('%s', async (_name, path) => {
    const outcome = await replayFiles([path], openInProcess);
    expect(outcome.differences).toEqual([]);
    expect(outcome.leftOut).toEqual(new Map());
    expect(outcome.replayed).toBeGreaterThan(20);
  });

  it.each([{ noMaxTs: true }, { noRollbackProtection: true }, { nonIdempotentPrewrite: true }])(
    'and one with %j does not',
    async (sabotage) => {
      const scenarios = recordedFiles().filter((path) => path.endsWith('txn-scenarios.jsonl'));
      const outcome = await replayFiles(scenarios, (kind) => openInProcess(kind, sabotage));
      expect(outcome.differing).toBeGreaterThan(0);
    },
  );
});
