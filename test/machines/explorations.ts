import { InternalError } from '../../src/model/errors.ts';
import {
  garbageCollectionEvents,
  pessimisticLockEvents,
  TSO_BATCHER_EVENTS,
} from '../support/chart-events.ts';
import type { Exploration } from '../support/equivalence.ts';
import { regionRequestEvents } from '../support/region-request-events.ts';

/**
 * How to explore each machine, by its id, once or in several situations: payloads of its events, its input, and what
 * keeps its context finite.
 */
export const explorations: Readonly<Record<string, readonly Exploration[]>> = {
  lockResolver: [false, true].map((pessimistic) => ({
    input: { startTs: 7n, pessimistic, task: 'task' },
    events: [
      { type: 'status.final', fate: { kind: 'committed', commitTs: 9n } },
      { type: 'status.final', fate: { kind: 'rolledBack' } },
      { type: 'status.alive', waitMs: 5, pushed: true },
      { type: 'status.notFound', ttlExpired: true, waitMs: 0, backoffMs: 0 },
      { type: 'status.notFound', ttlExpired: false, waitMs: 3, backoffMs: 2 },
      { type: 'secondaries.decided', fate: { kind: 'committed', commitTs: 9n } },
      { type: 'secondaries.decided', fate: { kind: 'rolledBack' } },
      { type: 'step.failed', error: new Error('failed') },
    ] as never,
  })),
  pessimisticLock: [
    {
      input: { startTs: 7n, needsTimestamp: false, task: 'task' },
      events: pessimisticLockEvents(new InternalError('sample')) as never,
    },
  ],
  statement: [
    {
      input: { startTs: 7n, task: 'task' },
      events: [{ type: 'statement.refused', error: new Error('refused') }] as never,
      filterEvents: ({ context }) => context.attempt < 4,
    },
  ],
  batchStream: [false, true].map((unused) => ({
    input: { stream: 'stream' },
    filterEvents: ({ context }) => context.failures < 3,
    provide: { guards: { unused: () => unused }, delays: { backoff: 100, idleCheck: 1000 } },
  })),
  regionRequest: [false, true].map((atMostOnce) => ({
    input: { request: 'request', atMostOnce },
    events: regionRequestEvents,
    serializeState: ({ value, context }) =>
      JSON.stringify([value, context.error?.code, context.lost?.code, Math.min(context.attempts, 2)]),
  })),
  pdSession: [
    {
      input: { session: 'session' },
      events: [
        { type: 'members.found', members: { leader: 'a:1', followers: [] } },
        { type: 'members.leaderless', error: new Error('electing') },
        { type: 'members.unreachable', error: new Error('down') },
        { type: 'cluster.mismatched', error: new Error('mismatched') },
        { type: 'session.closed', error: new Error('closed') },
      ] as never,
      provide: { delays: { electionPoll: 100, refreshInterval: 60_000 } },
    },
  ],
  store: [false, true].map((is) => ({
    input: { store: 'store' },
    events: [{ type: 'check.failed', liveness: 'unknown' }] as never,
    provide: {
      guards: { isSlow: () => is, pdIsDue: () => is },
      delays: { checkInterval: 1000, slowPeriod: 60_000 },
    },
  })),
  tsoBatcher: [
    {
      input: { oracle: 'oracle' },
      events: [...TSO_BATCHER_EVENTS, { type: 'oracle.wentBack', error: new Error('back') }] as never,
      filterEvents: ({ context }) => context.failures < 3,
      provide: { delays: { answerTimeout: 3000, backoff: 500 } },
    },
  ],
  rangeTask: [
    {
      input: { task: 'task' },
      events: [
        { type: 'stretch.located', isLast: true },
        { type: 'stretch.located', isLast: false },
        { type: 'step.failed', error: new Error('failed') },
      ] as never,
    },
  ],
  garbageCollection: [
    {
      input: { safePoint: 7n, task: 'task' },
      events: garbageCollectionEvents(new InternalError('sample')) as never,
    },
  ],
  bulkTransaction: [
    {
      input: { startTs: 7n, task: 'task' },
      events: [
        { type: 'flush.requested', pauseMs: 0 },
        { type: 'flush.requested', pauseMs: 20 },
        ...['writes', 'locks', 'nothing'].flatMap((rest) => [
          { type: 'flush.finished', rest },
          { type: 'commit.requested', rest },
        ]),
        { type: 'flush.failed', error: new Error('failed') },
        ...[true, false].flatMap((locksRemain) => [
          { type: 'bulk.lost', error: new Error('lost'), locksRemain },
          { type: 'rollback.requested', locksRemain },
        ]),
        { type: 'commitTs.fetched', commitTs: 9n },
        { type: 'commitTs.expired', minCommitTs: 11n },
        { type: 'outcome.committed', commitTs: 9n },
        { type: 'outcome.failed', error: new Error('failed') },
        { type: 'outcome.undetermined', error: new Error('lost') },
      ] as never,
    },
  ],
  transaction: [
    {
      input: { startTs: 7n, task: 'task' },
      events: [
        { type: 'lock.requested' },
        { type: 'lock.lost', error: new Error('lost') },
        ...['none', '2pc', 'async', '1pc'].flatMap((protocol) =>
          [false, true].flatMap((needsLatches) => [
            {
              type: 'commit.requested',
              protocol,
              asyncIfSplit: false,
              needsMinCommitTs: false,
              needsLatches,
            },
            { type: 'commit.requested', protocol, asyncIfSplit: true, needsMinCommitTs: true, needsLatches },
          ]),
        ),
        { type: 'rollback.requested', locksRemain: true },
        { type: 'rollback.requested', locksRemain: false },
        { type: 'commitTs.fetched', commitTs: 9n },
        { type: 'commitTs.expired', minCommitTs: 11n },
        { type: 'outcome.committed', commitTs: 9n, protocol: '2pc', locksRemain: true },
        { type: 'outcome.committed', commitTs: 9n, protocol: '1pc', locksRemain: false },
        { type: 'outcome.failed', error: new Error('failed'), locksRemain: true },
        { type: 'outcome.failed', error: new Error('failed'), locksRemain: false },
        { type: 'outcome.undetermined', error: new Error('lost') },
      ] as never,
    },
  ],
};
