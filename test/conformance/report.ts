import type { Outcome } from './run.ts';

/** A table of the outcome: differences by RPC with document and step, then the counts. */
export function reportOf(outcome: Outcome): string {
  const lines: string[] = [];
  const rpcs = [...new Set(outcome.differences.map(({ rpc }) => rpc))].sort();
  for (const rpc of rpcs) {
    const differences = outcome.differences.filter((difference) => difference.rpc === rpc);
    lines.push(`${rpc}: ${differences.length} differing answers`);
    for (const { document, step, detail } of differences)
      lines.push(`  ${document}, step ${step}: ${detail}`);
  }
  for (const [reason, count] of outcome.leftOut) lines.push(`${count} documents left out: ${reason}`);
  lines.push(`${outcome.replayed} documents replayed, ${outcome.differing} differ`);
  return lines.join('\n');
}
