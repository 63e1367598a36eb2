import { relative } from 'node:path';
import { createVitest, startVitest, type TestCase } from 'vitest/node';
import { filesForAnyCluster } from '../contract/any-cluster.ts';
import { allowed, notOnForeignStore, runsOnForeignStore } from '../contract/foreign-store.ts';
import { buildGoClient, buildPeers, GoBuildError, goClientChecksNotForPeers, startPeers } from './peers.ts';

const root = `${import.meta.dirname}/../..`;
const needsVerbs = 'needs a cluster whose regions, stores and messages the test commands';

try {
  if (process.env.TIKV_PD === undefined) await runOnPeers();
  else await run();
} catch (error) {
  if (!(error instanceof GoBuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** The suite against a real PD with a foreign store, and client-go against both kinds of cluster. */
async function runOnPeers(): Promise<void> {
  const contract = await contractTests();
  await buildPeers();
  await buildGoClient();
  await using peers = await startPeers({ regionSizeKb: 512 });
  process.env.TIKV_PD = peers.pdEndpoints.join(',');
  process.env.TIKV_FOREIGN_STORE = '1';
  tellWhatIsLeftOut(contract);
  await run();
}

async function run(): Promise<void> {
  const vitest = await startVitest('test', [], { root, config: 'vitest.cluster.config.ts', watch: false });
  const passed = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests('passed')]);
  await vitest.close();
  if (passed.length === 0) throw new Error('No test was run');
}

/** Every test of the contract suite, as on an embedded cluster. */
async function contractTests(): Promise<readonly TestCase[]> {
  const vitest = await createVitest('test', { root, watch: false, reporters: [] });
  const { testModules, unhandledErrors } = await vitest.collect(['test/contract/']);
  await vitest.close();
  // A file that cannot be imported has no tests, and none of them would be missed.
  const errors = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())];
  if (errors.length > 0) throw new AggregateError(errors, 'The contract suite cannot be read');
  return testModules.flatMap((module) => [...module.children.allTests()]);
}

/** @throws Error when a test that any TiKV can pass is on neither list of foreign-store.ts, or a list names none. */
function tellWhatIsLeftOut(contract: readonly TestCase[]): void {
  const fileOf = ({ module }: TestCase) => relative(`${root}/test/contract`, module.moduleId);
  const byReason = new Map<string, string[]>();
  const leaveOut = (reason: string, test: string) => {
    byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
  };
  const unknown: string[] = [];
  for (const test of contract) {
    const { name } = test;
    const file = fileOf(test);
    const reason = filesForAnyCluster.includes(file) ? notOnForeignStore[name] : needsVerbs;
    if (reason !== undefined) leaveOut(reason, `${file}: ${name}`);
    else if (!runsOnForeignStore(name)) unknown.push(`${file}: ${name}`);
  }
  if (unknown.length > 0) {
    throw new Error(`Tests on no list of test/contract/foreign-store.ts:\n${unknown.join('\n')}`);
  }
  const files = new Set(contract.map(fileOf));
  const names = new Set(
    contract.filter((test) => filesForAnyCluster.includes(fileOf(test))).map(({ name }) => name),
  );
  const stale = [
    ...filesForAnyCluster.filter((file) => !files.has(file)),
    ...[...allowed, ...Object.keys(notOnForeignStore)].filter((name) => !names.has(name)),
  ];
  if (stale.length > 0) throw new Error(`On a list of test/contract, and not there:\n${stale.join('\n')}`);
  for (const [name, reason] of Object.entries(goClientChecksNotForPeers)) {
    leaveOut(reason, `go-client on the peers: ${name}`);
  }
  for (const [reason, tests] of byReason) {
    process.stdout.write(`\n${tests.length} not run there: ${reason}\n`);
    for (const test of tests) process.stdout.write(`  ${test}\n`);
  }
}
