import { kvrpcpb } from '#proto';
import type { Fields } from '../../../../src/testing/index.ts';
import type { SeenRequest } from '../../rewriting-transport.ts';
import { type ConductRule, entryOf, keysOf, startTsOf, textOf, verdictOf } from './conduct-rule.ts';
import { isForPrimary } from './primary-first-rule.ts';

const { LockNotExistDoNothing } = kvrpcpb.Action;

/** A request that commits, or would with others of its kind. */
interface Attempts {
  /** Sent, and what became of them is not known. */
  open: number;
  done: boolean;
}

/** What is known of one transaction, as its client saw it. */
interface Known {
  /** Commits of its primary. */
  readonly commit: Attempts;
  /** A store looked at the primary, and refused to commit it. */
  commitRefused: boolean;
  /** One-phase prewrites. */
  readonly onePhase: Attempts;
  /** Async prewrites, by key: together they commit it. */
  readonly locked: Map<string, Attempts>;
  /** All keys of an async commit: known once its primary was sent. */
  keys: readonly string[] | undefined;
  /** Some key is locked as for two phases: no prewrite has committed it. */
  fellBack: boolean;
  /** Its client asked, and was told so. */
  rolledBack: boolean;
}

/** S008, S025, S034: nothing is cleaned up while the transaction may have been committed. */
export const cleanupRule: ConductRule = (report) => {
  const transactions = new Map<bigint, Known>();
  return {
    request: (seen) => {
      const { rpc, request } = seen;
      for (const attempts of attemptsOf(seen, transactions)) attempts.open++;
      const startTs = startTsOf(request);
      const known = transactions.get(startTs);
      if (known === undefined) return;
      if (rpc === 'KvCommit' && isForPrimary(request)) known.commitRefused = false;
      if (rpc === 'KvBatchRollback' && mayBeCommitted(known)) {
        report('S008-cleanup', startTs, `rollback of ${keysOf(request)[0]}`);
      }
    },
    unsent: (seen) => {
      for (const attempts of attemptsOf(seen, transactions)) attempts.open--;
    },
    response: (seen) => {
      const { rpc, request, response } = seen;
      const known = transactions.get(
        rpc === 'KvCheckTxnStatus' ? (request.lockTs as bigint) : startTsOf(request),
      );
      if (known === undefined) return;
      const verdict = verdictOf(response);
      for (const attempts of attemptsOf(seen, transactions)) {
        if (verdict === 'nothing') attempts.open--;
        else if (verdict === 'done') attempts.done = true;
      }
      if (rpc === 'KvCommit' && isForPrimary(request) && response.error !== undefined) {
        known.commitRefused = true;
        // Nor has one before, or will: a store does them one after another.
        known.commit.open = 0;
      }
      if (rpc === 'KvPrewrite' && verdict === 'done' && isFallback(request, response)) known.fellBack = true;
      if (rpc === 'KvCheckTxnStatus' && verdict === 'done' && isRolledBack(response)) known.rolledBack = true;
    },
    hasAsked: (startTs) => transactions.has(startTs),
  };
};

function attemptsOf({ rpc, request }: SeenRequest, transactions: Map<bigint, Known>): readonly Attempts[] {
  const isPrewrite = rpc === 'KvPrewrite' && (request.tryOnePc === true || request.useAsyncCommit === true);
  if (!isPrewrite && !(rpc === 'KvCommit' && isForPrimary(request))) return [];
  const known = entryOf(transactions, startTsOf(request), newcomer);
  if (rpc === 'KvCommit') return [known.commit];
  if (request.tryOnePc === true) return [known.onePhase];
  const keys = keysOf(request);
  const primary = textOf(request.primaryLock);
  const secondaries = (request.secondaries ?? []) as readonly Uint8Array[];
  if (keys.includes(primary)) known.keys = [primary, ...secondaries.map(textOf)];
  return keys.map((key) => entryOf(known.locked, key, () => ({ open: 0, done: false })));
}

function newcomer(): Known {
  return {
    commit: { open: 0, done: false },
    commitRefused: false,
    onePhase: { open: 0, done: false },
    locked: new Map(),
    keys: undefined,
    fellBack: false,
    rolledBack: false,
  };
}

function mayBeCommitted(known: Known): boolean {
  const { commit, commitRefused, onePhase, locked, keys, fellBack, rolledBack } = known;
  if (rolledBack) return false;
  const mayBe = (attempts: Attempts | undefined) =>
    attempts !== undefined && (attempts.done || attempts.open > 0);
  if (!commitRefused && mayBe(commit)) return true;
  return !fellBack && (mayBe(onePhase) || (keys?.every((key) => mayBe(locked.get(key))) ?? false));
}

function isFallback(request: Fields, response: Fields): boolean {
  const commitTs = request.tryOnePc === true ? response.onePcCommitTs : response.minCommitTs;
  return (commitTs ?? 0n) === 0n;
}

function isRolledBack({ lockTtl, commitVersion, action, lockInfo }: Fields): boolean {
  const isOver = (lockTtl ?? 0n) === 0n && lockInfo === undefined && (commitVersion ?? 0n) === 0n;
  return isOver && action !== LockNotExistDoNothing;
}
