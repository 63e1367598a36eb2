import { describe, expect, it } from 'vitest';
import { getInitialSnapshot, type SnapshotFrom, transition } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths, getStateNodes } from 'xstate/graph';
import { type TransactionEvent, transactionMachine } from '../../machines/index.ts';
import { PdUnreachableError, RegionUnavailableError, type TikvError } from '../../src/model/errors.ts';
import { ChartCoverage } from '../../src/testing/index.ts';
import type { ProtocolOptions } from '../../src/txn/commit/choose-protocol.ts';
import { type Latched, Latches } from '../../src/txn/commit/latches.ts';
import { Transaction } from '../../src/txn/transaction.ts';
import {
  bytes,
  conflict,
  type FakeRegions,
  FakeTransactionEnvironment,
  granted,
  keyError,
  lockNotFound,
  lostAnswer,
  type Reply,
  replies,
  type SeenCall,
  ts,
} from '../support/fake-transaction-environment.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(transactionMachine);

/*
 * Paths are taken from the chart. Each step is realised on a real transaction, through what the scripted stores and
 * the scripted oracle answer, and judged by what the transaction sends next and what its caller hears.
 */

const { ok, moved, failed } = replies;
const START = ts(0);
const error: TikvError = new RegionUnavailableError('Region unavailable');
type Snapshot = SnapshotFrom<typeof transactionMachine>;

/** What the transactions of one walk write; with locks they are pessimistic, and hold one from the beginning. */
type Writes = 'nothing' | 'one key' | 'two regions' | 'a check' | 'locks';

const OPTIONS: ProtocolOptions = { asyncCommit: false, onePhaseCommit: false, causalConsistency: true };

/** A transaction that is walked through, with the requests it waits for. */
class Walk {
  readonly environment = new FakeTransactionEnvironment();
  readonly regions: FakeRegions = this.environment.fake;
  readonly oracle: { resolve(ts: bigint): void; reject(error: unknown): void }[] = [];
  readonly writes: Writes;
  transaction: Transaction | undefined;
  verdict: unknown = 'pending';
  latched: Latched | undefined;

  constructor(writes: Writes) {
    this.writes = writes;
    this.regions.parking = true;
    this.environment.inspect = coverage.inspect;
    const ask = () => new Promise<bigint>((resolve, reject) => this.oracle.push({ resolve, reject }));
    this.environment.oracle.push(ask, ask, ask, ask);
  }

  begin(options: Partial<ProtocolOptions>): Transaction {
    this.transaction = new Transaction(this.environment, START, { ...OPTIONS, ...options });
    // With one phase the keys begin in one region.
    if (this.writes === 'two regions' && options.onePhaseCommit !== true) this.regions.splitAt = ['b'];
    if (this.writes !== 'nothing') this.transaction.insert(bytes('a'), bytes('1'));
    if (this.writes === 'two regions') this.transaction.put(bytes('b'), bytes('2'));
    if (this.writes === 'a check') this.transaction.delete(bytes('a'));
    return this.transaction;
  }

  /** A transaction that holds a lock on `a`. */
  async beginLocked(): Promise<Transaction> {
    if (this.transaction !== undefined) return this.transaction;
    this.transaction = new Transaction(this.environment, START, OPTIONS, 'pessimistic');
    this.regions.script('KvPessimisticLock', granted);
    await this.lock(['a']);
    return this.transaction;
  }

  /** Two keys of one request: it is not granted when it is woken. */
  async lock(keys: readonly string[]): Promise<void> {
    const transaction = await this.beginLocked();
    const request = {
      keys: keys.map(bytes),
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    const locked = transaction.lock(request, this.environment.deadline());
    if (keys.length === 1) await locked;
    else locked.catch(() => {});
  }

  async rollBackLocked(): Promise<void> {
    const transaction = await this.beginLocked();
    void transaction.rollback();
    await this.environment.settle();
    for (const { call, answer } of [...this.regions.parked])
      if (call.rpc === 'KvPessimisticLock') answer(failed(error));
  }

  async loseLock(): Promise<void> {
    await this.beginLocked();
    const gone = keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } });
    this.regions.script('KvTxnHeartBeat', ok({ error: gone }));
    await this.environment.clock.advanceAsync(10_000);
    this.nextTs().resolve(ts(10_000));
  }

  /** Another transaction of the client has the first key. */
  async latch(): Promise<void> {
    const latches = new Latches(10);
    this.environment.latches = latches;
    this.latched = await latches.acquire(START, [bytes('a')], this.environment.deadline());
  }

  commit(options: Partial<ProtocolOptions> = {}): void {
    this.begin(options)
      .commit(this.environment.deadline())
      .then(
        (result) => {
          this.verdict = result;
        },
        (failure: TikvError) => {
          this.verdict = failure.code;
        },
      );
  }

  /** Answers all requests that wait: the first with one reply, the others with another. */
  async answer(first: Reply, others: Reply = first): Promise<void> {
    for (const [nth, { answer }] of [...this.regions.parked].entries()) {
      answer(nth === 0 ? first : others);
      await this.environment.settle();
    }
  }

  async answerLocks(reply: (call: SeenCall) => Reply): Promise<void> {
    for (const { call, answer } of [...this.regions.parked]) answer(reply(call));
    await this.environment.settle();
  }

  async answerUntilQuiet(): Promise<void> {
    while (this.regions.parked.length > 0) await this.answer(ok());
  }

  nextTs(): { resolve(ts: bigint): void; reject(error: unknown): void } {
    const next = this.oracle.shift();
    if (next === undefined) throw new Error('No timestamp is waited for');
    return next;
  }

  /** What the transaction waits for. */
  get waitsFor(): string[] {
    const requests = this.regions.parked.map(({ call }) => `${call.rpc} ${call.keys.join()}`);
    return [...requests, ...this.oracle.map(() => 'timestamp')].toSorted();
  }
}

interface Realisation {
  readonly event: TransactionEvent;
  /** Where the event can happen, beyond the state it happens in. */
  readonly when?: (context: Snapshot['context'], writes: Writes) => boolean;
  readonly realise: (walk: Walk) => unknown;
}

const commitWith = (
  protocol: '2pc' | 'async' | '1pc' | 'none',
  options: Partial<ProtocolOptions>,
  when: Realisation['when'],
  needsLatches = false,
): Realisation => ({
  event: {
    type: 'commit.requested',
    protocol,
    asyncIfSplit: options.asyncCommit === true,
    needsMinCommitTs: options.causalConsistency === false,
    needsLatches,
  },
  when: when as NonNullable<Realisation['when']>,
  realise: async (walk) => {
    if (needsLatches) await walk.latch();
    walk.commit(options);
  },
});

const holdsLocks: Realisation['when'] = (_, writes) => writes === 'locks';
const writesLocks: Realisation['when'] = (_, writes) => writes === 'one key' || writes === 'two regions';
const writesOneKey: Realisation['when'] = (_, writes) => writes === 'one key';
const inTwoRegions: Realisation['when'] = (_, writes) => writes === 'two regions';
const inOneRegion: Realisation['when'] = (_, writes) => writes !== 'two regions';
const isOnePhase: Realisation['when'] = ({ protocol }) => protocol === '1pc';
const isNotOnePhase: Realisation['when'] = ({ protocol }) => protocol !== '1pc';

const refusal = () => ok({ errors: [conflict('a')] });
const lostRefusal = () => ok({ errors: [conflict('a')] }, lostAnswer);
const fails = (locksRemain: boolean) => ({ type: 'outcome.failed', error, locksRemain }) as const;
const undetermined = { type: 'outcome.undetermined', error } as const;
const unclear = { type: 'outcome.unclear' } as const;
const committed = (protocol: '2pc' | 'async' | '1pc' | 'none', commitTs: bigint, locksRemain: boolean) =>
  ({ type: 'outcome.committed', commitTs, protocol, locksRemain }) as const;

/** Every event that can happen, by the state it happens in, and what makes it happen. */
const REALISATIONS: Record<string, readonly Realisation[]> = {
  active: [
    commitWith('none', {}, (_, writes) => writes === 'nothing'),
    commitWith('2pc', {}, (_, writes) => writes !== 'nothing' && writes !== 'locks'),
    commitWith('async', { asyncCommit: true }, writesLocks),
    commitWith('async', { asyncCommit: true, causalConsistency: false }, writesLocks),
    commitWith('1pc', { onePhaseCommit: true }, writesLocks),
    commitWith('1pc', { onePhaseCommit: true, asyncCommit: true }, writesLocks),
    commitWith('1pc', { onePhaseCommit: true, asyncCommit: true, causalConsistency: false }, writesLocks),
    commitWith('2pc', {}, writesOneKey, true),
    commitWith('async', { asyncCommit: true }, writesOneKey, true),
    commitWith('1pc', { onePhaseCommit: true }, writesOneKey, true),
    commitWith('1pc', { onePhaseCommit: true, causalConsistency: false }, writesOneKey, true),
    {
      event: { type: 'rollback.requested', locksRemain: false },
      when: (_, writes) => writes !== 'locks',
      realise: (walk) => walk.begin({}).rollback(),
    },
    { event: { type: 'lock.requested' }, when: holdsLocks, realise: (walk) => walk.lock(['b', 'c']) },
    { event: { type: 'lock.lost', error }, when: holdsLocks, realise: (walk) => walk.loseLock() },
    {
      event: { type: 'rollback.requested', locksRemain: true },
      when: holdsLocks,
      realise: (walk) => walk.rollBackLocked(),
    },
  ],
  locking: [
    { event: { type: 'lock.acquired' }, realise: (walk) => walk.answerLocks(granted) },
    { event: { type: 'lock.refused' }, realise: (walk) => walk.answerLocks(() => failed(error)) },
    {
      event: { type: 'lock.lost', error },
      realise: (walk) =>
        walk.answerLocks(() =>
          ok({ errors: [keyError({ abort: 'PessimisticLockRolledBack { start_ts: 1 }' })] }),
        ),
    },
    {
      event: { type: 'rollback.requested', locksRemain: true },
      realise: (walk) => walk.rollBackLocked(),
    },
  ],
  'committing.latching': [
    { event: { type: 'latches.acquired' }, realise: (walk) => walk.latched?.release(undefined) },
    { event: fails(false), realise: (walk) => walk.latched?.release(ts(1)) },
  ],
  'committing.fetchingMinCommitTs': [
    { event: { type: 'minCommitTs.fetched' }, realise: (walk) => walk.nextTs().resolve(ts(40)) },
    { event: fails(false), realise: (walk) => walk.nextTs().reject(new PdUnreachableError('PD is gone')) },
  ],
  'committing.onePhaseCommitting': [
    {
      event: { type: 'onePhase.split' },
      when: inTwoRegions,
      realise: (walk) => {
        walk.regions.splitAt = ['b'];
        return walk.answer(moved());
      },
    },
    {
      event: { type: 'prewrite.finished' },
      realise: (walk) => {
        if (walk.writes === 'two regions') walk.regions.splitAt = ['b'];
        return walk.answer(ok());
      },
    },
    {
      event: committed('1pc', ts(45), false),
      realise: (walk) => walk.answer(ok({ onePcCommitTs: ts(45) })),
    },
    { event: fails(false), realise: (walk) => walk.answer(refusal()) },
    { event: unclear, when: inOneRegion, realise: (walk) => walk.answer(lostRefusal()) },
    {
      event: unclear,
      when: inTwoRegions,
      realise: (walk) => {
        walk.regions.splitAt = ['b'];
        return walk.answer(moved('epochNotMatch', lostAnswer));
      },
    },
    { event: undetermined, realise: (walk) => walk.answer(failed(error, lostAnswer)) },
  ],
  'committing.asyncCommitting': [
    {
      event: { type: 'prewrite.finished' },
      realise: (walk) => walk.answer(ok({ minCommitTs: ts(46) }), ok()),
      when: inTwoRegions,
    },
    { event: { type: 'prewrite.finished' }, realise: (walk) => walk.answer(ok()), when: inOneRegion },
    {
      event: committed('async', ts(47), true),
      realise: (walk) => walk.answer(ok({ minCommitTs: ts(46) }), ok({ minCommitTs: ts(47) })),
      when: inTwoRegions,
    },
    {
      event: committed('async', ts(47), true),
      realise: (walk) => walk.answer(ok({ minCommitTs: ts(47) })),
      when: inOneRegion,
    },
    { event: fails(false), when: inOneRegion, realise: (walk) => walk.answer(refusal()) },
    { event: fails(true), when: inTwoRegions, realise: (walk) => walk.answer(refusal()) },
    { event: unclear, realise: (walk) => walk.answer(lostRefusal()) },
    { event: undetermined, realise: (walk) => walk.answer(failed(error, lostAnswer)) },
  ],
  'committing.prewriting': [
    { event: { type: 'prewrite.finished' }, when: writesLocks, realise: (walk) => walk.answer(ok()) },
    {
      event: committed('none', START, false),
      when: (_, writes) => writes === 'a check',
      realise: (walk) => walk.answer(ok()),
    },
    { event: fails(false), when: inOneRegion, realise: (walk) => walk.answer(refusal()) },
    { event: fails(true), when: inTwoRegions, realise: (walk) => walk.answer(refusal()) },
  ],
  'committing.fetchingCommitTs': [
    {
      event: { type: 'commitTs.fetched', commitTs: ts(50) },
      when: ({ minCommitTs }) => minCommitTs === 0n,
      realise: (walk) => walk.nextTs().resolve(ts(50)),
    },
    {
      event: { type: 'commitTs.fetched', commitTs: ts(70) },
      when: ({ minCommitTs }) => minCommitTs !== 0n,
      realise: (walk) => walk.nextTs().resolve(ts(70)),
    },
    { event: fails(true), realise: (walk) => walk.nextTs().reject(new PdUnreachableError('PD is gone')) },
  ],
  'committing.committingPrimary': [
    {
      event: { type: 'commitTs.expired', minCommitTs: ts(60) },
      when: ({ minCommitTs }) => minCommitTs === 0n,
      realise: (walk) =>
        walk.answer(
          ok({
            error: keyError({
              commitTsExpired: {
                startTs: START,
                attemptedCommitTs: ts(50),
                key: bytes('a'),
                minCommitTs: ts(60),
              },
            }),
          }),
        ),
    },
    ...[50, 70].flatMap((ms): Realisation[] => [
      {
        event: committed('2pc', ts(ms), true),
        when: (context, writes) => context.commitTs === ts(ms) && writes === 'two regions',
        realise: (walk) => walk.answer(ok()),
      },
      {
        event: committed('2pc', ts(ms), false),
        when: (context, writes) => context.commitTs === ts(ms) && writes !== 'two regions',
        realise: (walk) => walk.answer(ok()),
      },
    ]),
    { event: fails(true), realise: (walk) => walk.answer(ok({ error: lockNotFound('a') })) },
    { event: unclear, realise: (walk) => walk.answer(ok({ error: lockNotFound('a') }, lostAnswer)) },
    { event: undetermined, realise: (walk) => walk.answer(failed(error, lostAnswer)) },
  ],
  'committing.askingPrimary': [
    {
      event: committed('1pc', ts(55), false),
      when: isOnePhase,
      realise: (walk) => walk.answer(ok({ commitVersion: ts(55) })),
    },
    ...(['2pc', 'async'] as const).map(
      (protocol): Realisation => ({
        event: committed(protocol, ts(55), true),
        when: (context) => isNotOnePhase(context, 'one key') && context.protocol === protocol,
        realise: (walk) => walk.answer(ok({ commitVersion: ts(55) })),
      }),
    ),
    { event: fails(true), realise: (walk) => walk.answer(ok()) },
    {
      event: undetermined,
      realise: (walk) =>
        walk.answer(ok({ error: keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } }) })),
    },
  ],
  committingSecondaries: [
    { event: { type: 'secondaries.ended' }, realise: (walk) => walk.answerUntilQuiet() },
  ],
  rollingBack: [{ event: { type: 'rollback.ended' }, realise: (walk) => walk.answerUntilQuiet() }],
};

function stateOf({ value }: Snapshot): string {
  return typeof value === 'string' ? value : `committing.${value.committing}`;
}

/** Requests a state waits for, by kind. */
const WAITS_FOR: Record<string, string> = {
  locking: 'KvPessimisticLock',
  'committing.fetchingMinCommitTs': 'timestamp',
  'committing.onePhaseCommitting': 'KvPrewrite',
  'committing.asyncCommitting': 'KvPrewrite',
  'committing.prewriting': 'KvPrewrite',
  'committing.fetchingCommitTs': 'timestamp',
  'committing.committingPrimary': 'KvCommit a',
  'committing.askingPrimary': 'KvCheckTxnStatus a',
  committingSecondaries: 'KvCommit',
  rollingBack: 'KvBatchRollback',
};

function possible(snapshot: Snapshot, writes: Writes): readonly Realisation[] {
  const all = REALISATIONS[stateOf(snapshot)] ?? [];
  return all.filter(({ when }) => when === undefined || when(snapshot.context, writes));
}

const input = { startTs: START, task: undefined };

function serializeState(snapshot: Snapshot): string {
  const { value, context } = snapshot;
  const { protocol, asyncIfSplit, commitTs, minCommitTs } = context;
  const latching = stateOf(snapshot) === 'committing.latching' && snapshot.context.needsMinCommitTs;
  return JSON.stringify([value, protocol, asyncIfSplit, `${commitTs}`, `${minCommitTs}`, latching]);
}

function serializeEvent(event: TransactionEvent): string {
  return JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}

/** Events of every edge of the chart that can be walked with these writes, behind the shortest path to it. */
function walks(writes: Writes): readonly (readonly TransactionEvent[])[] {
  const options = {
    input,
    serializeState,
    serializeEvent,
    events: (snapshot: Snapshot) => possible(snapshot, writes).map(({ event }) => event),
  };
  const paths = new Map(
    getShortestPaths(transactionMachine, options).map((path) => [
      serializeState(path.state),
      path.steps.slice(1).map(({ event }) => event),
    ]),
  );
  return adjacencyMapToArray(getAdjacencyMap(transactionMachine, options)).map(({ state, event }) => [
    ...(paths.get(serializeState(state)) ?? []),
    event,
  ]);
}

function realisationOf(snapshot: Snapshot, event: TransactionEvent, writes: Writes): Realisation {
  const found = possible(snapshot, writes).find(
    (other) => serializeEvent(other.event) === serializeEvent(event),
  );
  if (found === undefined) throw new Error(`${serializeEvent(event)} cannot happen in ${stateOf(snapshot)}`);
  return found;
}

/** What the caller of commit has heard in a state. */
function expectedVerdict(snapshot: Snapshot, wasAsked: boolean): unknown {
  const { commitTs, protocol } = snapshot.context;
  if (snapshot.hasTag('committed')) return { commitTs, protocol };
  if (snapshot.hasTag('undetermined')) return 'TIKV_UNDETERMINED';
  if (snapshot.hasTag('rolledBack') && wasAsked) return expect.stringMatching(/^TIKV_(?!UNDETERMINED)/);
  return 'pending';
}

async function check(walk: Walk, snapshot: Snapshot): Promise<void> {
  await walk.environment.settle();
  const { transaction, environment } = walk;
  const wasAsked = snapshot.context.protocol !== 'none' || snapshot.context.commitTs !== 0n;
  const [state] = stateOf(snapshot).split('.');
  const isKnown = ['active', 'committed', 'rolledBack', 'undetermined', 'committing'].includes(
    state as string,
  );
  const isOpen = snapshot.hasTag('open');
  const waitsFor =
    state === 'rollingBack' && !wasAsked ? 'KVPessimisticRollback' : WAITS_FOR[stateOf(snapshot)];
  expect({
    state: transaction?.state,
    verdict: walk.verdict,
    waitsFor: [...new Set(walk.waitsFor.map(kindOf(snapshot)))],
    actors: environment.root.liveCount,
    errors: environment.actorErrors,
  }).toEqual({
    state: isKnown ? state : isOpen ? 'active' : snapshot.hasTag('committed') ? 'committed' : 'rolledBack',
    verdict: expectedVerdict(snapshot, wasAsked),
    waitsFor: waitsFor === undefined ? [] : [waitsFor],
    actors: snapshot.status === 'done' ? 0 : 1,
    errors: [],
  });
}

/** Requests of a phase are told apart by their kind alone, except those that are for the primary only. */
function kindOf(snapshot: Snapshot): (waited: string) => string {
  const expected = WAITS_FOR[stateOf(snapshot)] ?? '';
  return (waited) => (expected.includes(' ') ? waited.replace('a,b', 'a') : (waited.split(' ')[0] as string));
}

const walked = new Set<string>();

describe.each(['nothing', 'one key', 'two regions', 'a check', 'locks'] as const)('writing %s', (writes) => {
  for (const events of walks(writes)) {
    const name = events.map(({ type, ...params }) => {
      const told = Object.entries(params).filter(
        ([, value]) => typeof value === 'boolean' || typeof value === 'string',
      );
      return [type, ...told.map(([key, value]) => `${key}=${value}`)].join(' ');
    });
    it(name.join(' -> '), async () => {
      coverage.begin(`${writes}: ${name.join(' -> ')}`);
      const walk = new Walk(writes);
      let snapshot: Snapshot = getInitialSnapshot(transactionMachine, input);
      for (const event of events) {
        const { realise } = realisationOf(snapshot, event, writes);
        walked.add(`${stateOf(snapshot)} ${event.type}`);
        [snapshot] = transition(transactionMachine, snapshot, event);
        await realise(walk);
        await check(walk, snapshot);
      }
      await walk.answerUntilQuiet();
    });
  }
});

it('walks every state and event of the chart that can be met', () => {
  const realisable = Object.entries(REALISATIONS).flatMap(([state, all]) =>
    all.map(({ event }) => `${state} ${event.type}`),
  );
  expect([...walked].toSorted()).toEqual([...new Set(realisable)].toSorted());
  const leaves = Object.keys(REALISATIONS);
  const all = getStateNodes(transactionMachine)
    .filter((node) => node.type === 'atomic')
    .map((node) => node.path.join('.'));
  expect(leaves.toSorted()).toEqual(all.toSorted());
});

describe('requests of no keys', () => {
  const nothingLeft = { locksRemain: false };

  it('cannot leave: the chart has no way to a phase without keys', () => {
    const start = getInitialSnapshot(transactionMachine, input);
    const asked = {
      type: 'commit.requested',
      protocol: 'none',
      asyncIfSplit: false,
      needsMinCommitTs: false,
      needsLatches: false,
    } as const;
    expect(transition(transactionMachine, start, asked)[0].value).toBe('committed');
    const prewriting = transition(transactionMachine, start, { ...asked, protocol: '2pc' })[0];
    expect(
      transition(transactionMachine, prewriting, { type: 'outcome.failed', error, ...nothingLeft })[0].value,
    ).toBe('rolledBack');
    expect(
      transition(transactionMachine, prewriting, {
        type: 'outcome.committed',
        commitTs: 1n,
        protocol: '2pc',
        ...nothingLeft,
      })[0].value,
    ).toBe('committed');
  });
});

describe('a lock that is lost', () => {
  const start = getInitialSnapshot(transactionMachine, input);
  const lost = { type: 'lock.lost', error } as const;

  it('decides nothing once a commit is under way: its answers do', () => {
    const asked = {
      type: 'commit.requested',
      protocol: '2pc',
      asyncIfSplit: false,
      needsMinCommitTs: false,
      needsLatches: false,
    } as const;
    const prewriting = transition(transactionMachine, start, asked)[0];
    expect(transition(transactionMachine, prewriting, lost)[0].value).toEqual({ committing: 'prewriting' });
  });
});

expectFullCoverage(coverage);
