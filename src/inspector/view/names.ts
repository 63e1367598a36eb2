import { shortTs } from './format.ts';
import { type ActorHistory, contextAt, field, textOf } from './timeline.ts';

/** What an actor is called in lists. */
export interface ActorName {
  readonly title: string;
  /** What it is about, beside its title. */
  readonly about: string;
}

/** What machines of this library are called. */
const MACHINE_TITLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    client: 'Client',
    pdSession: 'PD session',
    tsoBatcher: 'Timestamps',
    batchStream: 'Stream',
    store: 'Store',
    transaction: 'Transaction',
    bulkTransaction: 'Bulk transaction',
    pessimisticLock: 'Lock call',
    statement: 'Statement',
    rangeTask: 'Range task',
    regionRequest: 'Request',
    lockResolver: 'Lock resolver',
    garbageCollection: 'Garbage collection',
  }),
);

export function machineTitle(machine: string): string {
  return MACHINE_TITLES.get(machine) ?? machine;
}

export function nameOf(actor: ActorHistory): ActorName {
  const title = machineTitle(actor.machine);
  switch (actor.machine) {
    case 'client':
    case 'pdSession':
    case 'tsoBatcher':
    case 'statement':
      return { title, about: '' };
    case 'pessimisticLock':
      return { title, about: keysOf(actor) };
    case 'rangeTask':
      return { title: actor.name, about: '' };
    case 'store':
      return { title, about: lastWord(actor.name) };
    case 'transaction':
    case 'bulkTransaction':
      return { title, about: shortTs(lastWord(actor.name)) };
    case 'garbageCollection':
      return { title, about: `to ${shortTs(lastWord(actor.name))}` };
    case 'lockResolver':
      return { title, about: `of ${shortTs(lastWord(actor.name))}` };
    case 'regionRequest':
      return { title: lastWord(actor.name), about: regionOf(actor) };
    case 'batchStream':
      return { title, about: lastWord(actor.name) };
    default:
      return { title: actor.name, about: actor.name === actor.machine ? '' : actor.machine };
  }
}

function regionOf(actor: ActorHistory): string {
  const region = textOf(field(field(contextAt(actor, Number.POSITIVE_INFINITY), 'request'), 'region'));
  return region === '' ? '' : `region ${region}`;
}

function keysOf(actor: ActorHistory): string {
  const keys = field(field(contextAt(actor, Number.POSITIVE_INFINITY), 'task'), 'keys');
  if (!Array.isArray(keys)) return '';
  return keys.length === 1 ? '1 key' : `${keys.length} keys`;
}

/** True for what is listed as a transaction. */
export function isTransaction({ machine }: ActorHistory): boolean {
  return machine === 'transaction' || machine === 'bulkTransaction';
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}
