import { rawCommands } from '../raw/raw-commands.ts';
import { admissionFailure } from './admission.ts';
import type { Change, JournalEntry } from './change.ts';
import { Columns } from './columns.ts';
import { type ApiVersion, type Command, type CommandContext, type Outcome, regionRange } from './command.ts';
import { CommandFailure } from './failure.ts';
import { collectGarbage } from './garbage-collection.ts';
import { checkInvariants } from './invariants.ts';
import type { Key, KeyRange } from './key.ts';
import type { Request, Response } from './messages.ts';
import type { Lock } from './model.ts';
import { resumeLock } from './pessimistic-lock-command.ts';
import type { CommandEnvironment, Plan } from './plan.ts';
import { RegionFailure } from './region-failure.ts';
import type { Sabotage } from './sabotage.ts';
import { txnCommands } from './txn-commands.ts';

/** How a store behaves. */
export interface KvEngineOptions {
  /** Default 'v1'. */
  readonly apiVersion?: ApiVersion;
  /** Keep pessimistic locks in memory instead of the lock column. Default false. */
  readonly inMemoryPessimisticLocks?: boolean;
  /** Check the invariants of reliability 1.6 on the keys of every apply. Default true. */
  readonly checkInvariants?: boolean;
  /** Every applied change is appended here, when given. */
  readonly journal?: JournalEntry[];
  /** Faults planted on purpose. Default none. */
  readonly sabotage?: Sabotage;
  /** Columns to begin with, from `snapshot`. Default empty. */
  readonly columns?: Columns;
}

const commands: Readonly<Record<string, Command>> = { ...txnCommands, ...rawCommands };

/**
 * The storage engine of one store: what TiKV's transaction and raw layers do, as functions of the columns, the
 * store's volatile state and a request. Single-threaded and free of time and chance: whatever of these it
 * needs comes in through the environment of the call.
 *
 * A command runs in stages, between which the caller may let faults happen: `refusal`, take the latches of
 * `latchKeys`, `prepare`, propose the plan's changes, `apply` them together with `afterApply`, answer, release the latches.
 */
export class KvEngine {
  readonly #columns: Columns;
  readonly #options: Required<Omit<KvEngineOptions, 'journal' | 'columns'>>;
  readonly #journal: JournalEntry[] | undefined;

  constructor(options: KvEngineOptions = {}) {
    this.#columns = options.columns ?? new Columns();
    this.#journal = options.journal;
    this.#options = {
      apiVersion: options.apiVersion ?? 'v1',
      inMemoryPessimisticLocks: options.inMemoryPessimisticLocks ?? false,
      checkInvariants: options.checkInvariants ?? true,
      sabotage: options.sabotage ?? {},
    };
  }

  /** Whether the engine carries out an RPC of this name of service tikvpb.Tikv. */
  static handles(rpc: string): boolean {
    return Object.hasOwn(commands, rpc);
  }

  /**
   * The answer to a request that does not fit the server's API version or has too large a key. TiKV looks at
   * that before it looks at the region, so call this first.
   */
  refusal(rpc: string, request: Request): Response | undefined {
    const refused = admissionFailure(this.#options.apiVersion, rpc, request);
    return refused && (commandOf(rpc).failed(refused.keyError, refused.text) as Response);
  }

  /** Keys a request must hold latched while it is prepared, proposed and applied. */
  latchKeys(rpc: string, request: Request, environment: CommandEnvironment): readonly Key[] {
    return commandOf(rpc).latchKeys(request, this.#contextOf(environment));
  }

  /**
   * Looks at a request and tells what it comes to. Raises max_ts and takes in-memory key locks, but changes
   * nothing replicated.
   *
   * @throws ServerPanic when the request would kill a TiKV
   */
  prepare(rpc: string, request: Request, environment: CommandEnvironment): Plan {
    const command = commandOf(rpc);
    const context = this.#contextOf(environment);
    try {
      const outcome = command.run(request, context);
      return this.#planOf(outcome, environment);
    } catch (failure) {
      if (failure instanceof RegionFailure) return { kind: 'regionError', regionError: failure.regionError };
      if (!(failure instanceof CommandFailure)) throw failure;
      const response = command.failed(failure.keyError, failure.text) as Response;
      return { kind: 'read', response, acquired: [] };
    }
  }

  /** Tries a woken waiter in ForceLock mode again; hold the latch of its key. */
  prepareResumed(request: Request, environment: CommandEnvironment): Plan {
    const context = this.#contextOf(environment);
    const resumed = resumeLock(request, context);
    if (resumed.kind === 'wait') return resumed;
    return this.#planOf(resumed.outcome, environment);
  }

  /**
   * Puts changes into effect, all at once.
   *
   * @param origin what caused them, for the journal
   * @throws InvariantViolation
   */
  apply(changes: readonly Change[], origin: { readonly messageId: string; readonly atMs: number }): void {
    for (const change of changes) {
      this.#columns.apply(change);
      this.#journal?.push({ ...origin, change });
    }
    if (this.#options.checkInvariants) checkInvariants(this.#columns, changes);
  }

  /** Changes that collect garbage up to a safe point within a range (server rule 55). */
  garbage(range: KeyRange, safePoint: bigint): Change[] {
    return collectGarbage(this.#columns, range, safePoint);
  }

  /** In-memory pessimistic locks as changes of the lock column: what a planned leader transfer proposes. */
  static lockChanges(locks: readonly (readonly [Key, Lock])[]): Change[] {
    return locks.map(([key, lock]) => ({ column: 'lock', key, lock }));
  }

  /** The columns as they are now; later changes do not show in it. Constant time. */
  snapshot(): Columns {
    return this.#columns.snapshot();
  }

  /** The living columns, for oracles and assertions. */
  get columns(): Columns {
    return this.#columns;
  }

  #contextOf(environment: CommandEnvironment): CommandContext {
    return {
      columns: environment.columns ?? this.#columns,
      environment,
      region: regionRange(environment),
      apiVersion: this.#options.apiVersion,
      sabotage: this.#options.sabotage,
    };
  }

  #planOf(outcome: Outcome, environment: CommandEnvironment): Plan {
    if (outcome.wait !== undefined) return { kind: 'wait', wait: outcome.wait };
    const { volatile } = environment;
    const response = outcome.response as Response;
    const remember = () => {
      for (const [startTs, commitTs] of outcome.committed ?? []) {
        volatile.txnStatuses.set(startTs, { kind: 'committed', commitTs });
      }
    };
    const txn = outcome.txn;
    const changes = txn?.changes ?? outcome.changes ?? [];
    if (changes.length === 0) {
      remember();
      return { kind: 'read', response, acquired: [] };
    }
    if (this.#options.inMemoryPessimisticLocks && outcome.pessimistic) {
      for (const change of changes) {
        if (change.column !== 'lock' || change.lock === undefined || change.lock.type === 'Shared') continue;
        volatile.pessimisticLocks.set(change.key, change.lock);
      }
      return { kind: 'read', response, acquired: txn?.acquired ?? [] };
    }
    const memoryLocked = this.#options.sabotage.noMemoryLocks ? [] : [...(txn?.memoryLocked ?? [])];
    for (const [key, lock] of memoryLocked) volatile.memoryLocks.set(key, lock);
    const unlockMemory = () => {
      for (const [key, lock] of memoryLocked) {
        if (volatile.memoryLocks.get(key) === lock) volatile.memoryLocks.delete(key);
      }
    };
    return {
      kind: 'write',
      response,
      changes,
      released: txn?.released ?? [],
      acquired: txn?.acquired ?? [],
      respondAt: outcome.pessimistic ? 'proposed' : 'applied',
      isBatched: outcome.isBatched ?? false,
      afterApply: () => {
        for (const change of changes) {
          if (change.column === 'lock') volatile.pessimisticLocks.delete(change.key);
        }
        unlockMemory();
        remember();
      },
      abort: unlockMemory,
    };
  }
}

function commandOf(rpc: string): Command {
  const command = commands[rpc];
  if (command === undefined) throw new Error(`The engine has no RPC ${rpc}`);
  return command;
}
