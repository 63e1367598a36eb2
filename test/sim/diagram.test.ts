import { expect, it } from 'vitest';
import { Diagram } from './diagram.ts';
import { runSeed } from './run-seed.ts';
import { drawSwarm } from './swarm.ts';

it('tells the messages of a transaction between the steps of its machines', async () => {
  const diagram = new Diagram();
  const swarm = { ...drawSwarm(1, { operations: 3, workloads: ['bank'] }), inspected: true };
  const { history } = await runSeed({ swarm, onMessage: diagram.add, inspect: diagram.addSteps });
  const transaction = history.transactions.find(
    ({ outcome, protocol }) => outcome === 'ok' && protocol !== 'none',
  );
  const startTs = `${transaction?.startTs}`;
  const lines = diagram.lines([startTs]).map((line) => line.replaceAll(startTs, 'T'));
  const prewritten = lines.findIndex((line) =>
    / --> store-\d +sent +prewrite .*"startVersion":"T"/.test(line),
  );
  expect(prewritten).toBeGreaterThan(0);
  expect(lines.slice(0, prewritten).join('\n')).toMatch(/transaction of T {2}\S+: .+ -> \S+/);
  expect(lines.join('\n')).toMatch(/regionRequest of T {2}\S+: .+ -> \S+/);
});
