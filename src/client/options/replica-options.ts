import { askFunction } from '../../model/ask-function.ts';
import { UsageError } from '../../model/errors.ts';
import { showValue } from '../../model/show-value.ts';
import { LEADER_READ, type ReplicaRead } from '../../region/replica/replica-read.ts';
import type { Replicas } from '../../txn/reads/read-view.ts';
import { isBag, rules } from './option-rules.ts';

/**
 * Which replica of a region serves a read.
 *
 * `leader`: the leader. `follower`: a replica that is not the leader; the leader when none answers. `mixed`:
 * any replica. `learner`: preferably a learner, which has no vote. `prefer-leader`: the leader, or others
 * while its store is slow. `closest`: as `mixed`, but preferably a replica in the client's own `zone`.
 */
export type ReplicaReadMode = 'leader' | 'follower' | 'mixed' | 'learner' | 'prefer-leader' | 'closest';

/** Where reads are served. None of these options changes what they see. */
export interface ReplicaSettings {
  /**
   * Which replica serves a read. A replica that is not the leader first asks the leader how up to date it has
   * to be, so the read sees everything committed before it began. A function is called for each request with
   * the number of keys it asks for; for scans, `batchSize`. Default `leader`.
   */
  readonly replicaRead?: ReplicaReadMode | ((keyCount: number) => ReplicaReadMode) | undefined;
  /**
   * Among the replicas that may serve a read, those on stores with all these labels are preferred. Default:
   * no preference.
   */
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  /**
   * Among the replicas that may serve a read, those on stores with these ids are preferred. Default: no
   * preference.
   */
  readonly matchStores?: readonly bigint[] | undefined;
  /**
   * A read that would have to wait longer than this at the leader's store, in milliseconds, is served by a
   * replica whose store is idle, if there is one. Only for reads at the leader. Default: the leader serves
   * it, however busy.
   */
  readonly busyThresholdMs?: number | undefined;
}

/** With the setting that only snapshots have. */
interface StaleSettings extends ReplicaSettings {
  readonly staleRead?: boolean | undefined;
}

const MODES = ['leader', 'follower', 'mixed', 'learner', 'prefer-leader', 'closest'] as const;
/** Modes allowed for a stale read, which asks any replica. */
const STALE_MODES: readonly unknown[] = [undefined, 'mixed', 'closest'];

const mode = rules.oneOf(...MODES);

/** Rules of ReplicaSettings. */
export const REPLICA_RULES = {
  replicaRead: {
    ...mode,
    is: `${mode.is}, or a function that returns one of them`,
    check: (value: unknown) => typeof value === 'function' || mode.check(value),
  },
  matchLabels: {
    is: 'an object of names and values, at least one',
    check: (value: unknown) => {
      if (!isBag(value)) return false;
      const labels = Object.entries(value);
      return labels.length > 0 && labels.every(([name, label]) => name !== '' && typeof label === 'string');
    },
  },
  matchStores: {
    is: 'an array of ids of stores (bigints), at least one',
    check: (value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'bigint' && id > 0n),
  },
  busyThresholdMs: rules.between(1, 2 ** 32 - 1),
};

/**
 * Which replicas serve reads with these settings, each of which has been checked; undefined for the leader.
 * @param zone the client's
 * @throws UsageError for settings that exclude each other
 */
export function toReplicas(
  verb: string,
  settings: StaleSettings | undefined,
  zone: string | undefined,
): Replicas | undefined {
  if (settings === undefined || saysNothing(settings)) return undefined;
  const { replicaRead, matchLabels, matchStores, busyThresholdMs = 0, staleRead = false } = settings;
  const isAtLeader = !staleRead && (replicaRead === undefined || replicaRead === 'leader');
  check(verb, settings, isAtLeader);
  const common = {
    isStale: staleRead,
    labels: Object.entries(matchLabels ?? {}),
    stores: [...(matchStores ?? [])],
    busyThresholdMs: 0,
  };
  const toRead = (chosen: ReplicaReadMode): ReplicaRead | undefined => {
    if (chosen === 'leader') return undefined;
    return chosen === 'closest'
      ? { ...common, mode: 'mixed', labels: [...common.labels, ['zone', ownZone(verb, zone)]] }
      : { ...common, mode: chosen };
  };
  if (typeof replicaRead === 'function') return (keyCount) => toRead(chosenBy(verb, replicaRead, keyCount));
  const read = isAtLeader ? atLeader(busyThresholdMs) : toRead(replicaRead ?? 'mixed');
  return read && (() => read);
}

/** Options of most transactions have none of these settings. */
function saysNothing(settings: StaleSettings): boolean {
  const { replicaRead, matchLabels, matchStores, busyThresholdMs, staleRead } = settings;
  return (replicaRead ?? matchLabels ?? matchStores ?? busyThresholdMs ?? staleRead) === undefined;
}

function check(verb: string, settings: StaleSettings, isAtLeader: boolean): void {
  const { replicaRead, matchLabels, matchStores, busyThresholdMs, staleRead } = settings;
  const problems: string[] = [];
  if (isAtLeader && (matchLabels !== undefined || matchStores !== undefined)) {
    const which = matchLabels === undefined ? 'matchStores' : 'matchLabels';
    problems.push(`${verb}: ${which} choose among replicas: give replicaRead too, for example "mixed"`);
  }
  if (!isAtLeader && busyThresholdMs !== undefined) {
    const other = staleRead === true ? 'staleRead' : 'replicaRead';
    problems.push(`${verb}: busyThresholdMs is for reads at the leader: leave it out, or ${other}`);
  }
  if (replicaRead === 'closest' && matchLabels?.zone !== undefined) {
    problems.push(`${verb}: replicaRead "closest" matches the zone of the client: use "mixed" for another`);
  }
  if (staleRead === true && !STALE_MODES.includes(replicaRead)) {
    problems.push(
      `${verb}: staleRead asks any replica: with it, replicaRead can only be "mixed" or "closest"`,
    );
  }
  if (problems.length > 0) throw new UsageError(problems);
}

function atLeader(busyThresholdMs: number): ReplicaRead | undefined {
  return busyThresholdMs === 0 ? undefined : { ...LEADER_READ, busyThresholdMs };
}

function ownZone(verb: string, zone: string | undefined): string {
  if (zone !== undefined) return zone;
  throw new UsageError(
    `${verb}: replicaRead "closest" needs to know where this client is: connect with the option zone, or "?zone=..." in the URL`,
  );
}

function chosenBy(
  verb: string,
  choose: (keyCount: number) => ReplicaReadMode,
  keyCount: number,
): ReplicaReadMode {
  const chosen = askFunction(`${verb}: replicaRead`, ` for a request of ${keyCount}`, () => choose(keyCount));
  if (mode.check(chosen)) return chosen as ReplicaReadMode;
  throw new UsageError(`${verb}: replicaRead: the function must return ${mode.is}, not ${showValue(chosen)}`);
}
