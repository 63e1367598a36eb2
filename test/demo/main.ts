import { setTimeout as sleep } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { connect } from '../../src/index.ts';
import { startCluster } from '../../src/testing/index.ts';
import { openInspectorFromSources } from '../support/inspector-page.ts';
import { type DemoArguments, demoArguments, USAGE } from './arguments.ts';
import { type Bank, closeAccounts, countMoney, openAccounts } from './bank.ts';
import { shake } from './chaos.ts';
import { isGood, report } from './report.ts';
import { emptyTally, runTeller, runVictims } from './tellers.ts';
import { TransactionPaths } from './transaction-paths.ts';

const given = readArguments();
const { seconds } = given;
const bank: Bank = {
  prefix: `demo/${process.pid}-${Date.now().toString(36)}/`,
  accounts: given.accounts,
  openingCents: 100_000,
};

await using cluster = given.pd === undefined ? await startCluster({ stores: 3 }) : undefined;
const url = cluster?.url ?? `tikv://${given.pd}`;
console.log(
  cluster === undefined ? `Cluster of PD at ${given.pd}` : `Three stores and PD in this process: ${url}`,
);

await using inspector = given.inspect ? await openInspectorFromSources() : undefined;
if (inspector !== undefined) console.log('Open the address above. Control-C ends the demo.');
const paths = new TransactionPaths();
const endpoints = url.replace('tikv://', '').split(',');
// A machine that is busy may take long to begin.
const patient = { endpoints, pdTimeoutMs: 30_000 };
await using tikv = await connect({ ...patient, ...(inspector && { inspect: inspector.inspect }) });
await using watched = await connect({
  ...patient,
  inspect: (event) => {
    paths.inspect(event);
    inspector?.inspect(event);
  },
});
const tally = emptyTally();
for (const client of [tikv, watched]) {
  client.on('lock.resolved', ({ outcome }) => {
    tally.locksResolved.set(outcome, (tally.locksResolved.get(outcome) ?? 0) + 1);
  });
}
await openAccounts(tikv, bank);
const before = await countMoney(tikv, bank);
console.log(`${before.accounts} accounts hold ${before.cents / 100}.00 together`);

const bar = new cliProgress.SingleBar({
  format:
    '{bar} {percentage}% | {transfers} transfers, {conflicts} conflicts, {victims} dead clients | {news}',
  noTTYOutput: true,
  notTTYSchedule: 2000,
  hideCursor: true,
});
let news = '';
const begin = performance.now();
const end = begin + seconds * 1000;
let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
});
const stopped = () => interrupted || performance.now() >= end;
const show = () =>
  bar.update(Math.min(seconds, seconds - (end - performance.now()) / 1000), {
    transfers: tally.transfers,
    conflicts: [...tally.conflicts.values()].reduce((sum, n) => sum + n, 0),
    victims: tally.victims,
    news,
  });
bar.start(seconds, 0, { transfers: 0, conflicts: 0, victims: 0, news });
const ticking = setInterval(show, 100);

await Promise.all([
  ...Array.from({ length: given.tellers }, () => runTeller(tikv, bank, tally, stopped)),
  ...Array.from({ length: 4 }, () => runTeller(watched, bank, tally, stopped)),
  runVictims(url, bank, tally, stopped),
  ...(cluster === undefined
    ? []
    : [
        shake(
          cluster,
          bank,
          400,
          (what) => {
            news = what;
          },
          stopped,
        ),
      ]),
]);
const ranSeconds = (performance.now() - begin) / 1000;
clearInterval(ticking);
show();
bar.stop();

// Locks of dead clients expire and are resolved by this count, which meets all that are left.
await sleep(100);
const after = await countMoney(tikv, bank);
const result = { before, after, tally, seconds: ranSeconds, path: paths.conflicted };
report(result);
if (given.pd !== undefined) await closeAccounts(tikv, bank);
process.exitCode = isGood(result) ? 0 : 1;

function readArguments(): DemoArguments {
  let read: DemoArguments | undefined;
  try {
    read = demoArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(1);
  }
  if (read !== undefined) return read;
  console.log(USAGE);
  process.exit(0);
}
