import { relative } from 'node:path';
import { createVitest, startVitest, type TestCase } from 'vitest/node';
import { filesForAnyCluster } from '../contract/any-cluster.ts';
import { notOnForeignStore, runsOnForeignStore } from '../contract/foreign-store.ts';
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
  await vitest.close();
}

/** Every test of the contract suite, as on an embedded cluster. */
async function contractTests(): Promise<readonly TestCase[]> {
  const vitest = await createVitest('test', { root, watch: false, reporters: [] });
  const { testModules } = await vitest.collect(['test/contract/']);
  await vitest.close();
  return testModules.flatMap((module) => [...module.children.allTests()]);
}

/** @throws Error when a test that any TiKV can pass is on neither list of foreign-store.ts. */
function tellWhatIsLeftOut(contract: readonly TestCase[]): void {
  const byReason = new Map<string, string[]>();
  const leaveOut = (reason: string, test: string) => {
    byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
  };
  const unknown: string[] = [];
  for (const { name, module } of contract) {
    const file = relative(`${root}/test/contract`, module.moduleId);
    const reason = filesForAnyCluster.includes(file) ? notOnForeignStore[name] : needsVerbs;
    if (reason !== undefined) leaveOut(reason, `${file}: ${name}`);
    else if (!runsOnForeignStore(name)) unknown.push(`${file}: ${name}`);
  }
  if (unknown.length > 0) {
    throw new Error(`Tests on no list of test/contract/foreign-store.ts:\n${unknown.join('\n')}`);
  }
  for (const [name, reason] of Object.entries(goClientChecksNotForPeers)) {
    leaveOut(reason, `go-client on the peers: ${name}`);
  }
  for (const [reason, tests] of byReason) {
    process.stdout.write(`\n${tests.length} not run there: ${reason}\n`);
    for (const test of tests) process.stdout.write(`  ${test}\n`);
  }
}
