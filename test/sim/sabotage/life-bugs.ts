import type { Scan, SnapshotScanOptions, Tikv, ValueOptions } from '../../../src/index.ts';
import type { SimulatedProcess } from '../../../src/testing/index.ts';
import type { Bug } from './bugs.ts';
import { onTransaction, overlay } from './client-bugs.ts';
import { onScan, rowsOf } from './read-bugs.ts';

const CLOSING: Bug['given'] = { nemeses: ['close-client'], nemesisIntervalMs: 100 };

const wait = ({ clock }: SimulatedProcess, durationMs: number) =>
  new Promise<void>((resolve) => {
    clock.setTimeout(() => resolve(), durationMs);
  });

/** Sends an epoch that no region has to these RPCs, for as long as the client lives, once a region was not what it took it for. */
const outdated = (rpcs: ReadonlySet<string>): Pick<Bug, 'rewrite'> => ({
  rewrite: () => {
    let hasMoved = false;
    return {
      request: ({ rpc, request }) => {
        if (!hasMoved || !rpcs.has(rpc)) return undefined;
        const context = { ...request.context, regionEpoch: { confVer: 0n, version: 0n } };
        return { ...request, context };
      },
      response: ({ response }) => {
        hasMoved ||= response.regionError !== undefined;
        return undefined;
      },
    };
  },
});

/** Clients that close in another way when they are told how long that may take. */
const onClose = (close: (tikv: Tikv, process: SimulatedProcess) => Promise<void>): Pick<Bug, 'client'> => ({
  client: (tikv, process) =>
    overlay(tikv, {
      close: async (options) => {
        await tikv.close(options);
        if (options?.drainMs !== undefined) await close(tikv, process);
      },
    }),
});

/** Scans of snapshots that a wait comes before. */
const lateScans: Pick<Bug, 'client'> = {
  client: (tikv, process) => {
    const { client } = onScan((scan: Scan) =>
      rowsOf(scan, async function* () {
        await wait(process, 20_000);
        yield* scan;
      }),
    );
    return client(tikv);
  },
};

/** Scans whose bounds are changed, of snapshots. */
const onBounds = (change: (options: SnapshotScanOptions) => SnapshotScanOptions): Pick<Bug, 'client'> => ({
  client: (tikv) =>
    overlay(tikv, {
      snapshot: (options) => {
        const snapshot = tikv.snapshot(options);
        return overlay(snapshot, { scan: (own) => snapshot.scan(own && change(own)) });
      },
    }),
});

const behind = (key: unknown) => `${key as string}\0`;

/** Client bugs of what comes late: behind faults, behind closing, behind a deadline; and of where scans begin and end. */
export const LIFE_BUGS: Readonly<Record<string, Bug>> = {
  'writes go to a region of before for good, once it has changed': {
    scenario: 'F01',
    workloads: ['register', 'mixed'],
    ...outdated(new Set(['KvPrewrite', 'KvPessimisticLock'])),
  },
  'raw reads go to a region of before for good, once it has changed': {
    scenario: 'F01',
    workloads: ['raw-register'],
    given: { nemeses: ['transfer-leader'], nemesisIntervalMs: 100 },
    ...outdated(new Set(['RawGet'])),
  },
  'closing fails': {
    scenario: 'KVS-1',
    workloads: ['register'],
    given: CLOSING,
    ...onClose(async () => {
      throw new Error('It has closed, and fails');
    }),
  },
  'closing takes longer than work in the background may': {
    scenario: 'GRP-6',
    workloads: ['register'],
    given: CLOSING,
    ...onClose((_, process) => wait(process, 30_000)),
  },
  'a timer is set behind closing': {
    scenario: 'KVS-1',
    workloads: ['register'],
    given: CLOSING,
    ...onClose(async (_, process) => {
      const later = (turns: number) =>
        turns > 0 ? process.defer(() => later(turns - 1)) : process.clock.setTimeout(() => {}, 36e6);
      later(500);
    }),
  },
  'a read of a transaction that was given up never ends': {
    scenario: 'F10',
    workloads: ['counter'],
    client: (tikv) => {
      let reads = 0;
      return overlay(tikv, {
        transact: (body, options) =>
          tikv.transact(
            (transaction) =>
              body(
                overlay(transaction, {
                  get: ((key, own) =>
                    ++reads % 10 === 0
                      ? new Promise(() => {})
                      : transaction.get(key, own as ValueOptions)) as typeof transaction.get,
                }),
              ),
            options,
          ),
      });
    },
  },
  'a scan does not keep to its deadline': {
    scenario: 'F10',
    workloads: ['set', 'bank'],
    given: { timeoutsMs: [500, 1_000], nemeses: [] },
    ...lateScans,
  },
  'a scan does not end with its signal': {
    scenario: 'S115',
    workloads: ['mixed', 'set'],
    given: { abort: { chance: 0.3, meanMs: 1 } },
    ...onBounds(({ signal: _, ...options }) => options),
  },
  'a rollback takes minutes': {
    scenario: 'F10',
    workloads: ['mixed'],
    given: { nemeses: [] },
    client: (tikv, process) =>
      onTransaction((transaction) =>
        overlay(transaction, {
          rollback: async () => {
            await wait(process, 300_000);
            await transaction.rollback();
          },
        }),
      ).client(tikv),
  },
  'the key where a scan ends is given, too': {
    scenario: 'SNP-7',
    workloads: ['mixed'],
    ...onBounds((options) => ({ ...options, end: behind(options.end) })),
  },
  'the key where a scan begins is not given': {
    scenario: 'SNP-7',
    workloads: ['mixed'],
    ...onBounds((options) => ({ ...options, start: behind(options.start) })),
  },
};
