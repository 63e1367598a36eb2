import type { Fields } from '../../../../src/testing/index.ts';
import type { SeenRequest } from '../../rewriting-transport.ts';

export type SeenResponse = SeenRequest & { readonly response: Fields };

/** `name` begins with the scenario that is violated. */
export type ReportConduct = (name: string, startTs: bigint, detail: string) => void;

/** What one client sends and gets, as a rule looks at it. */
export interface ConductWatcher {
  request?(seen: SeenRequest): void;
  response?(seen: SeenResponse): void;
  /** What never left the client. */
  unsent?(seen: SeenRequest): void;
  /** Whether this client has sent anything for a transaction that may commit it, whatever was answered. */
  hasAsked?(startTs: bigint): boolean;
}

/** Makes a watcher of one client. */
export type ConductRule = (report: ReportConduct) => ConductWatcher;

/** What an answer says about the attempt it answers. */
export type Verdict = 'done' | 'nothing' | 'unclear';

/** A region error says that nothing was done, but for two; a key error that nothing will be. */
export function verdictOf(response: Fields): Verdict {
  const regionError = response.regionError as Fields | undefined;
  if (regionError !== undefined) {
    const isUnclear = regionError.staleCommand !== undefined || regionError.undeterminedResult !== undefined;
    return isUnclear ? 'unclear' : 'nothing';
  }
  const { error, errors } = response as { readonly error?: Fields; readonly errors?: readonly Fields[] };
  return error === undefined && (errors?.length ?? 0) === 0 ? 'done' : 'nothing';
}

export function startTsOf(request: Fields): bigint {
  return (request.startVersion ?? 0n) as bigint;
}

/** Keys of mutations, or else keys, as latin1. */
export function keysOf(request: Fields): string[] {
  const mutations = (request.mutations ?? []) as readonly Fields[];
  const keys = (request.keys ?? []) as readonly Uint8Array[];
  return mutations.length > 0 ? mutations.map(({ key }) => textOf(key)) : keys.map(textOf);
}

export function textOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '';
}

/** The entry of a map, made when it is missing. */
export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
