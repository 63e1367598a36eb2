import type { SimulatedProcess } from '../../../../src/testing/index.ts';
import type { Anomaly } from '../../history.ts';
import type { Rewrite } from '../../rewriting-transport.ts';
import { cleanupRule } from './cleanup-rule.ts';
import type { ConductRule, ConductWatcher } from './conduct-rule.ts';
import { heartbeatRule } from './heartbeat-rule.ts';
import { leftBehindRule } from './left-behind-rule.ts';
import { onePhaseRule } from './one-phase-rule.ts';
import { primaryFirstRule } from './primary-first-rule.ts';
import { resendRule } from './resend-rule.ts';

const RULES: readonly ConductRule[] = [
  resendRule,
  primaryFirstRule,
  onePhaseRule,
  cleanupRule,
  heartbeatRule,
  leftBehindRule,
];

/** Watches what leaves clients and what comes in, for what no history shows: a mistake that did no harm this time. */
export class ConductWatch {
  readonly anomalies: Anomaly[] = [];
  readonly #watchers: ConductWatcher[] = [];

  /** For one client. */
  of(process: SimulatedProcess): Rewrite {
    const rules = RULES.map((rule) =>
      rule((name, startTs, detail) => {
        this.anomalies.push({ name, detail: `${process.name}, transaction ${startTs}: ${detail}` });
      }),
    );
    this.#watchers.push(...rules);
    return {
      request: (seen) => {
        for (const rule of rules) rule.request?.(seen);
        return undefined;
      },
      unsent: (seen) => {
        for (const rule of rules) rule.unsent?.(seen);
      },
      response: (seen) => {
        for (const rule of rules) rule.response?.(seen);
        return undefined;
      },
    };
  }

  /** Whether anything was sent for a transaction that may commit it. Clients need not make much of what is answered to it. */
  hasAsked(startTs: bigint): boolean {
    return this.#watchers.some((watcher) => watcher.hasAsked?.(startTs) === true);
  }
}
