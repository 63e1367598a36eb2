import type { History, TransactionRecord } from './history.ts';

type Operation = readonly ['r', string, readonly number[] | null] | readonly ['append', string, number];

const numbers = (list: string | undefined) =>
  list === undefined || list === '' ? null : list.split(',').map(Number);

/** What a transaction of the list-append workload did, as Elle writes it: appends one by one. */
function operationsOf({ steps }: TransactionRecord, isKnown: boolean): Operation[] {
  const current = new Map<string, number>();
  return steps.flatMap((step): Operation[] => {
    if (step.kind === 'scan' || step.kind === 'undo') return [];
    if (step.kind === 'lock') {
      if (step.read === undefined) return [];
      if (!current.has(step.key)) current.set(step.key, (numbers(step.read.value) ?? []).length);
      return [['r', step.key, isKnown ? numbers(step.read.value) : null]];
    }
    const list = numbers(step.value) ?? [];
    const known = current.get(step.key) ?? 0;
    current.set(step.key, list.length);
    if (step.kind === 'read') return [['r', step.key, isKnown ? numbers(step.value) : null]];
    return list.slice(known).map((element) => ['append', step.key, element]);
  });
}

const TYPES = { ok: 'ok', failed: 'fail', unknown: 'info' } as const;

/**
 * The list-append part of a history in the JSON form of elle-cli: an invocation and a completion for each transaction,
 * in their order. Who is of unknown outcome keeps its process to itself.
 *
 * @see elle-cli, histories/elle
 */
export function elleHistory({ transactions }: History): string {
  const events = transactions
    .filter(({ workload }) => workload === 'list-append')
    .flatMap((one) => {
      const event = { process: one.id, f: 'txn' };
      const invoke = { ...event, at: one.beganAt, type: 'invoke', value: operationsOf(one, false) };
      const isEnded = one.endedAt !== Number.POSITIVE_INFINITY;
      const end = {
        ...event,
        at: one.endedAt,
        type: TYPES[one.outcome],
        value: operationsOf(one, one.outcome === 'ok'),
      };
      return isEnded ? [invoke, end] : [invoke];
    })
    .sort((one, other) => one.at - other.at);
  return JSON.stringify(events.map(({ at, ...event }, index) => ({ index, time: at, ...event })));
}
