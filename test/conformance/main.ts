import { recordedFiles, replayFiles } from './run.ts';
import { InProcessTarget } from './targets/in-process-target.ts';

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const target = new InProcessTarget();
const outcome = await replayFiles(
  files.length > 0 ? files : recordedFiles(),
  target,
  options.includes('--mem'),
);
for (const { document, step, rpc, detail } of outcome.differences.slice(0, 60)) {
  console.log(`${document} step ${step} ${rpc}: ${detail}`);
}
console.log(outcome.replayed, outcome.differing, outcome.leftOut);
