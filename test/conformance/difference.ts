import type { Json, JsonObject } from './document.ts';
import { sameValue } from './symbols.ts';

/** Texts: compared by the name of the error they begin with. */
const texts = new Set(['retryable', 'abort', 'error', 'region_error']);
/** Values: compared as bytes. */
const values = new Set(['value', 'short_value', 'previous_value', 'values']);
/** Hints that a server may do without. */
const ignored = new Set(['last_change_ts', 'versions_to_last_change']);
/** Wrappers before the name of an error. */
const wrappers = new Set(['Error', 'Txn', 'Mvcc', 'Kv', 'Storage']);

/** First difference between a recorded and a given answer, as a path with both; undefined when equal. */
export function difference(recorded: Json, given: Json, path = ''): string | undefined {
  const field = path.slice(path.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '');
  if (texts.has(field) && typeof recorded === 'string' && typeof given === 'string') {
    return errorName(recorded) === errorName(given) ? undefined : told(path, recorded, given);
  }
  if (values.has(field) && isValueForm(recorded) && isValueForm(given)) {
    return sameValue(recorded, given) ? undefined : told(path, recorded, given);
  }
  if (Array.isArray(recorded) || Array.isArray(given)) return listDifference(recorded, given, path);
  if (isObject(recorded) && isObject(given)) return objectDifference(recorded, given, path);
  return recorded === given ? undefined : told(path, recorded, given);
}

function listDifference(recorded: Json, given: Json, path: string): string | undefined {
  if (!Array.isArray(recorded) || !Array.isArray(given) || recorded.length !== given.length) {
    return told(path, recorded, given);
  }
  for (const [index, item] of recorded.entries()) {
    const found = difference(item, given[index], `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function objectDifference(recorded: JsonObject, given: JsonObject, path: string): string | undefined {
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(given)])) {
    if (ignored.has(name)) continue;
    const [one, other] = [recorded[name], given[name]];
    const at = path === '' ? name : `${path}.${name}`;
    if (one === undefined || other === undefined) return told(at, one, other);
    const found = difference(one, other, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function errorName(text: string): string {
  const names = text.match(/[A-Za-z_]+/g) ?? [];
  const name = names.find((word) => !wrappers.has(word)) ?? '';
  // Sentences of a layer's own are not TiKV's contract: that there is one must do.
  const reason = /reason: (\w+)/.exec(text)?.[1] ?? '';
  return /^[A-Z][a-z]+[A-Z]/.test(name) ? `${name} ${reason}` : '';
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isValueForm(json: Json): boolean {
  return typeof json === 'string' || (isObject(json) && ('hex' in json || 'rep' in json));
}

function told(path: string, recorded: Json | undefined, given: Json | undefined): string {
  return `${path}: recorded ${JSON.stringify(recorded)}, given ${JSON.stringify(given)}`;
}
