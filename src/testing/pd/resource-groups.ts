import { NULL_KEYSPACE_ID } from './keyspaces.ts';

const UNLIMITED_RATE = 2_147_483_647n;

interface Settings {
  readonly fillRate: bigint;
  /** Below zero: no limit. */
  readonly burstLimit: bigint;
}

/** A resource group in message form: resource_manager.ResourceGroup. */
export interface ResourceGroupMessage {
  readonly name: string;
  readonly mode: number;
  readonly ruSettings: { readonly ru: { readonly settings: Settings; readonly tokens?: number } };
  readonly [field: string]: unknown;
}

interface Group {
  message: ResourceGroupMessage;
  tokens: number;
  filledAtMs: number;
}

/** One grant: resource_manager.GrantedRUTokenBucket. */
export interface Grant {
  readonly grantedTokens: { readonly settings: Settings; readonly tokens: number };
  readonly trickleTimeMs: bigint;
}

/**
 * Resource groups of each keyspace with their token buckets; a group named `default` without limits is
 * always there.
 *
 * @see PD pkg/mcs/resourcemanager/server/token_buckets.go
 */
export class ResourceGroups {
  readonly #nowMs: () => number;
  readonly #groups = new Map<number, Map<string, Group>>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  list(keyspaceId = NULL_KEYSPACE_ID): readonly ResourceGroupMessage[] {
    return [...this.#of(keyspaceId).values()].map((group) => group.message);
  }

  get(name: string, keyspaceId = NULL_KEYSPACE_ID): ResourceGroupMessage | undefined {
    return this.#of(keyspaceId).get(name)?.message;
  }

  /** Adds a group or replaces its settings. */
  put(message: ResourceGroupMessage, keyspaceId = NULL_KEYSPACE_ID): void {
    const present = this.#of(keyspaceId).get(message.name);
    const tokens = present?.tokens ?? message.ruSettings.ru.tokens ?? 0;
    this.#of(keyspaceId).set(message.name, { message, tokens, filledAtMs: this.#nowMs() });
  }

  delete(name: string, keyspaceId = NULL_KEYSPACE_ID): boolean {
    return this.#of(keyspaceId).delete(name);
  }

  /**
   * Gives out request units: all that was asked when the bucket holds it, else what flows in during the
   * period, trickling.
   */
  grant(name: string, asked: number, periodMs: number, keyspaceId = NULL_KEYSPACE_ID): Grant | undefined {
    const group = this.#of(keyspaceId).get(name);
    if (group === undefined) return undefined;
    const { settings } = group.message.ruSettings.ru;
    if (settings.burstLimit < 0n) {
      return { grantedTokens: { settings, tokens: asked }, trickleTimeMs: 0n };
    }
    const nowMs = this.#nowMs();
    const rate = Number(settings.fillRate);
    const capacity = settings.burstLimit > 0n ? Number(settings.burstLimit) : Number.POSITIVE_INFINITY;
    group.tokens = Math.min(group.tokens + (rate * (nowMs - group.filledAtMs)) / 1_000, capacity);
    group.filledAtMs = nowMs;
    if (group.tokens >= asked) {
      group.tokens -= asked;
      return { grantedTokens: { settings, tokens: asked }, trickleTimeMs: 0n };
    }
    const tokens = Math.min(asked, Math.max(group.tokens, 0) + (rate * periodMs) / 1_000);
    group.tokens -= tokens;
    return { grantedTokens: { settings, tokens }, trickleTimeMs: BigInt(periodMs) };
  }

  #of(keyspaceId: number): Map<string, Group> {
    let groups = this.#groups.get(keyspaceId);
    if (groups === undefined) {
      groups = new Map();
      const settings = { fillRate: UNLIMITED_RATE, burstLimit: -1n };
      const message = { name: 'default', mode: 1, priority: 8, ruSettings: { ru: { settings } } };
      groups.set('default', { message, tokens: 0, filledAtMs: this.#nowMs() });
      this.#groups.set(keyspaceId, groups);
    }
    return groups;
  }
}
