import type { Session } from './session.ts';
import type { World } from './world.ts';

const MODES = ['optimistic', 'pessimistic'] as const;

/**
 * Has each client do everything once, when faults are over: what fails now would fail for good. No workload looks at its
 * keys, which are on both sides of all borders.
 */
export async function worksAgain(world: World): Promise<void> {
  const { clients, keyOptions, sessions, swarm } = world;
  const keys = swarm.workloads.flatMap((name) =>
    Array.from({ length: swarm.keysPerWorkload }, (_, index) => `${name}/${index}!`),
  );
  keys.sort();
  // Sessions are given to clients in turn.
  for (const session of sessions.slice(0, clients.length)) {
    const failed = keyOptions.raw
      ? await failedRawCalls(session, keys)
      : await failedTransactions(session, keys);
    for (const what of failed) world.report('unavailable', `after all faults, ${session.name}: ${what}`);
  }
}

async function failedTransactions(session: Session, keys: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const mode of MODES) {
    const record = await session.once(
      'works-again',
      async (txn) => {
        if (mode === 'pessimistic') await txn.lock(keys);
        for (const key of keys) txn.put(key, `${session.name} ${mode}`);
      },
      { mode, locking: 0 },
    );
    if (record?.outcome !== 'ok') failed.push(`${mode} writes: ${record?.error ?? 'not begun'}`);
  }
  const [first = '', last = first] = [keys[0], keys.at(-1)];
  const read = await session.snapshot('works-again', async (reads) => {
    await reads.get(first);
    await reads.batchGet(keys);
    await reads.scan(first, last);
  });
  if (read?.outcome !== 'ok') failed.push(`reads: ${read?.error ?? 'not begun'}`);
  return failed;
}

async function failedRawCalls(session: Session, keys: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const key of keys) {
    const calls = [
      await session.raw('put', key, session.name),
      await session.raw('get', key),
      await session.raw('swap', key, `${session.name} swapped`, session.name),
      await session.raw('delete', key),
    ];
    for (const { verb, outcome } of calls) if (outcome !== 'ok') failed.push(`raw ${verb} of ${key}`);
    const hasScanned = await session.rawScan({ keys: [key], end: `${key}!`, reverse: false, limit: 1 });
    if (!hasScanned) failed.push(`raw scan at ${key}`);
  }
  return failed;
}
