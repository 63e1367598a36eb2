import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { type StatementEvent, statementMachine } from '../../machines/index.ts';
import { connect, type Statement, type Tikv, type Transaction, WriteConflictError } from '../../src/index.ts';
import { PdUnreachableError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type ModelStep,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { HeldRequests } from '../support/held-requests.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the statement chart, walked by statements on an embedded cluster, over gRPC. PD's timestamps are held
 * until the test lets them go, and another client writes what a run is about to lock. Judged are the locks in the
 * cluster, what the statement reads, and what its caller hears.
 */

type Machine = typeof statementMachine;
type Snapshot = SnapshotFrom<Machine>;

const coverage = new ChartCoverage(statementMachine);
const thrown = new Error('thrown');
const EVENTS: readonly StatementEvent[] = [
  { type: 'statement.refused', error: new PdUnreachableError('Sample') },
];

let cluster: Cluster;
let tikv: Tikv;
let other: Tikv;
/** The state of the statement that is walked. */
let state = '';

beforeAll(async () => {
  cluster = await startCluster();
  other = await connect(cluster.url);
  tikv = await connect({
    endpoints: cluster.pd.addresses,
    inspect: (event) => {
      coverage.inspect(event);
      if (event.type !== '@xstate.snapshot') return;
      const snapshot = event.snapshot as Snapshot;
      if (snapshot.machine?.id === statementMachine.id) state = snapshot.value;
    },
  });
});
afterAll(async () => {
  await tikv.close({ drainMs: 0 });
  await other.close();
  await cluster.close();
});

interface Waiting {
  resolve(value: string): void;
  reject(error: unknown): void;
}

class Walk {
  readonly prefix: string;
  readonly requests = new HeldRequests(cluster);
  readonly #controller = new AbortController();
  txn: Transaction | undefined;
  statement: Statement | undefined;
  body: Waiting | undefined;
  verdict: unknown = 'pending';

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  async begin(): Promise<void> {
    state = '';
    this.txn = await tikv.begin({ mode: 'pessimistic' });
    this.requests.hold('Tso', () => state === 'beginning');
    const body = (statement: Statement) => {
      this.statement = statement;
      statement.put(`${this.prefix}written`, String(statement.attempt));
      return new Promise<string>((resolve, reject) => {
        this.body = { resolve, reject };
      });
    };
    this.txn.statement(body, { signal: this.#controller.signal }).then(
      (value) => {
        this.verdict = value;
      },
      (error: unknown) => {
        this.verdict = error;
      },
    );
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Another client writes the key after the run began, which then locks it. */
  async conflict(): Promise<void> {
    const { attempt } = this.statement as Statement;
    const key = `${this.prefix}${attempt}`;
    await other.transact((txn) => txn.put(key, 'theirs'));
    await expect(this.statement?.lock([key])).rejects.toBeInstanceOf(WriteConflictError);
  }

  /** Keys of the walk that are locked in the cluster. */
  get locked(): readonly string[] {
    const keys = cluster.locks().map(({ key }) => Buffer.from(key).toString());
    return keys.filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }
}

const realisations: Realisations<Machine, Walk> = {
  'timestamp.fetched': (walk) => walk.requests.release(),
  'statement.refused': (walk) => {
    walk.abort();
    walk.requests.release();
  },
  'keys.conflicted': (walk) => walk.conflict(),
  'body.returned': (walk) => walk.body?.resolve('result'),
  'body.failed': (walk) => walk.body?.reject(thrown),
};

function expectedVerdict(value: string, step: ModelStep<Machine> | undefined): unknown {
  if (value === 'done') return 'result';
  if (value !== 'cancelled') return 'pending';
  return step?.event.type === 'statement.refused'
    ? expect.objectContaining({ code: 'TIKV_ABORTED' })
    : thrown;
}

async function judge(walk: Walk, expected: Snapshot, step: ModelStep<Machine> | undefined): Promise<void> {
  const { value, context } = expected;
  const { attempt } = context;
  const isOver = value === 'done' || value === 'cancelled';
  // The run before has locked a key, and this one another, unless nothing was in its way.
  const kept = attempt > 1 && !isOver ? [String(attempt - 1)] : [];
  await eventually(async () => {
    expect({
      state,
      holdsTimestamp: walk.requests.held.length,
      verdict: walk.verdict,
      locked: walk.locked,
      transaction: walk.txn?.state,
    }).toEqual({
      state: value,
      holdsTimestamp: value === 'beginning' ? 1 : 0,
      verdict: expectedVerdict(value, step),
      locked: value === 'conflicted' ? [...kept, String(attempt)] : kept,
      transaction: 'active',
    });
  });
  if (value !== 'running') return;
  const { statement } = walk;
  const before = attempt > 1 ? await statement?.get(`${walk.prefix}${attempt - 1}`) : undefined;
  expect([statement?.attempt, before && Buffer.from(before).toString()]).toEqual([
    attempt,
    attempt > 1 ? 'theirs' : undefined,
  ]);
}

describe('a statement on a cluster', () => {
  const paths = edgePaths(statementMachine, {
    input: { startTs: 1n, task: undefined },
    events: EVENTS,
    canHappen: ({ context, value }) => context.attempt <= 2 || value === 'beginning',
  });
  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    const walk = new Walk(`${paths.indexOf(path)}/`);
    await walk.begin();
    await walkPath(path, walk, realisations, judge);
    walk.requests.open();
    walk.body?.resolve('late');
    await walk.txn?.rollback();
    await eventually(() => expect([walk.locked, walk.verdict === 'pending']).toEqual([[], false]));
  });
});

expectFullCoverage(coverage);
