import { PdError, pdErrorType } from './pd-error.ts';

/** keyspacepb.KeyspaceState. */
export const keyspaceState = { enabled: 0, disabled: 1, archived: 2, tombstone: 3 } as const;

/** The id that stands for "no keyspace": clients of API V1 carry it. */
export const NULL_KEYSPACE_ID = 0xffff_ffff;

const DEFAULT_KEYSPACE_ID = 0;
const MAX_KEYSPACE_ID = 0xff_ffff;

/** A keyspace to begin with. */
export interface KeyspaceOptions {
  /** As `connect` takes it. */
  readonly name: string;
  /** Whether the keyspace has safe points of its own. Default false: it shares those of the cluster. */
  readonly ownGc?: boolean | undefined;
  /** More of its configuration. */
  readonly config?: Readonly<Record<string, string>> | undefined;
}

/** A keyspace as PD describes it: keyspacepb.KeyspaceMeta. */
export interface KeyspaceRecord {
  readonly id: number;
  readonly name: string;
  readonly state: number;
  readonly createdAt: bigint;
  readonly stateChangedAt: bigint;
  readonly config: Readonly<Record<string, string>>;
}

/** States a keyspace may go to from each state. @see PD pkg/keyspace/keyspace.go, stateTransitionTable */
const TRANSITIONS: Readonly<Record<number, readonly number[]>> = {
  [keyspaceState.enabled]: [keyspaceState.enabled, keyspaceState.disabled],
  [keyspaceState.disabled]: [keyspaceState.disabled, keyspaceState.enabled, keyspaceState.archived],
  [keyspaceState.archived]: [keyspaceState.archived, keyspaceState.tombstone],
  [keyspaceState.tombstone]: [keyspaceState.tombstone],
};

/** The keyspaces of a cluster: DEFAULT with id 0, the given ones from 1 (server rule 77). */
export class Keyspaces {
  readonly #nowSeconds: () => bigint;
  readonly #byId = new Map<number, KeyspaceRecord>();
  readonly #watchers = new Set<(keyspace: KeyspaceRecord) => void>();

  constructor(keyspaces: readonly KeyspaceOptions[], nowSeconds: () => bigint) {
    this.#nowSeconds = nowSeconds;
    for (const [id, { name, ownGc = false, config }] of [{ name: 'DEFAULT' }, ...keyspaces].entries()) {
      this.#byId.set(id, {
        id,
        name,
        state: keyspaceState.enabled,
        createdAt: nowSeconds(),
        stateChangedAt: nowSeconds(),
        config: { ...config, ...(ownGc ? { gc_management_type: 'keyspace_level' } : {}) },
      });
    }
  }

  /** @throws PdError of type ENTRY_NOT_FOUND */
  byName(name: string): KeyspaceRecord {
    for (const keyspace of this.#byId.values()) if (keyspace.name === name) return keyspace;
    throw keyspaceNotFound();
  }

  /** @throws PdError of type ENTRY_NOT_FOUND */
  byId(id: number): KeyspaceRecord {
    const keyspace = this.#byId.get(id);
    if (keyspace === undefined) throw keyspaceNotFound();
    return keyspace;
  }

  /** In the order of ids; `limit` 0 is all. */
  list(startId: number, limit: number): readonly KeyspaceRecord[] {
    if (startId > MAX_KEYSPACE_ID) {
      throw new PdError(
        pdErrorType.unknown,
        `startID of the scan ${startId} exceeds spaceID Max ${MAX_KEYSPACE_ID}`,
      );
    }
    const all = [...this.#byId.values()].filter((keyspace) => keyspace.id >= startId);
    return limit > 0 ? all.slice(0, limit) : all;
  }

  /** @throws PdError when the keyspace is unknown, protected, or may not go to that state */
  setState(id: number, state: number): KeyspaceRecord {
    if (id === DEFAULT_KEYSPACE_ID) {
      throw new PdError(
        pdErrorType.unknown,
        "[PD:keyspace:ErrModifyDefaultKeyspace]cannot modify default keyspace's state",
      );
    }
    const keyspace = this.byId(id);
    if (!(TRANSITIONS[keyspace.state] ?? []).includes(state)) {
      throw new PdError(
        pdErrorType.unknown,
        `cannot change keyspace state from ${keyspace.state} to ${state}`,
      );
    }
    const next = { ...keyspace, state, stateChangedAt: this.#nowSeconds() };
    this.#byId.set(id, next);
    for (const tell of this.#watchers) tell(next);
    return next;
  }

  /** Tells of every change. @returns ends the watch */
  watch(onChange: (keyspace: KeyspaceRecord) => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }
}

function keyspaceNotFound(): PdError {
  return new PdError(pdErrorType.entryNotFound, '[PD:keyspace:ErrKeyspaceNotFound]keyspace does not exist');
}
