import { parseArgs } from 'node:util';
import { reportOf } from './report.ts';
import { recordedFiles, replayFiles } from './run.ts';
import type { OpenTarget, ServerKind } from './target.ts';
import { openEmbedded } from './targets/embedded.ts';
import { openGrpc } from './targets/grpc-target.ts';
import { openInProcess } from './targets/in-process-target.ts';

const usage = `npm run conformance [-- [--in-process | --address HOST:PORT [--api v1|v2] [--in-memory]] FILES]

Replays recordings of TiKV and compares every answer. By default against embedded clusters over gRPC;
--in-process replays on the engine alone, --address against the cluster whose PD is there.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'in-process': { type: 'boolean', default: false },
    address: { type: 'string' },
    api: { type: 'string', default: 'v1' },
    'in-memory': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const outcome = await replayFiles(positionals.length > 0 ? positionals : recordedFiles(), chooseTarget());
  console.log(reportOf(outcome));
  const isComplete = outcome.replayed > 0 && (values.address !== undefined || outcome.leftOut.size === 0);
  process.exitCode = outcome.differing === 0 && isComplete ? 0 : 1;
}

function chooseTarget(): OpenTarget {
  if (values['in-process']) return openInProcess;
  const { address } = values;
  if (address === undefined) return openEmbedded;
  const isThere = (kind: ServerKind) => kind.api === values.api && kind.inMemory === values['in-memory'];
  return async (kind) => (isThere(kind) ? await openGrpc(address, kind) : undefined);
}
