import type { InspectionEvent } from 'xstate';
import { UsageError } from '../../model/errors.ts';
import { describeType, showValue } from '../../model/show-value.ts';
import type { TlsOptions } from '../../model/tls-options.ts';
import { unknownNames } from '../../model/unknown-names.ts';
import type { ConnectOptions, OptionsBesideUrl, ResolvedOptions } from './connect-options.ts';
import { isBag, isName } from './option-rules.ts';
import { SCALAR_OPTIONS, type ScalarRow } from './option-table.ts';
import { parseUrl, toEndpoint } from './parse-url.ts';
import { toRuntime } from './to-runtime.ts';

type ScalarName = keyof typeof SCALAR_OPTIONS;
const OBJECT_OPTIONS = ['endpoints', 'tls', 'inspect', 'runtime'];
/** What to write in a URL instead. */
const IN_URL: Readonly<Record<string, string>> = {
  endpoints: ': its hosts are the endpoints',
  tls: ', except as tls=true, tls.ca and so on',
};
const TLS_OPTIONS = ['ca', 'cert', 'key', 'serverName'];

/**
 * Checks a URL or options, once, when they come in; without either, the URL of the environment variable
 * `TIKV_URL`.
 * @param besideUrl options that are not in the URL
 * @throws UsageError with every problem, not only the first
 */
export function parseOptions(
  input: string | ConnectOptions | undefined,
  besideUrl?: OptionsBesideUrl,
): ResolvedOptions {
  const given = input === undefined ? process.env.TIKV_URL : input;
  if (given === undefined) {
    throw new UsageError('connect needs a URL or options, or the environment variable TIKV_URL');
  }
  const problems: string[] = [];
  if (typeof given === 'string') {
    const { endpoints, parameters } = parseUrl(given, problems);
    const inUrl = { ...fromParameters(parameters, problems), endpoints };
    return resolve({ ...inUrl, ...toBesides(besideUrl, inUrl, problems) }, problems);
  }
  if (besideUrl !== undefined) {
    throw new UsageError(
      'connect takes a second argument only beside a URL: put all options into one object',
    );
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof URL) {
    throw new UsageError(
      `connect takes a URL as a string, or options such as { endpoints: ["127.0.0.1:2379"] }, not ${describeType(given)}`,
    );
  }
  return resolve(given as unknown as Record<string, unknown>, problems);
}

/** Each option is given once, in the URL or beside it. */
function toBesides(given: unknown, inUrl: object, problems: string[]): Readonly<Record<string, unknown>> {
  if (given === undefined) return {};
  if (!isBag(given)) {
    problems.push(`Beside a URL connect takes an object of options, not ${describeType(given)}`);
    return {};
  }
  const besides = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name] of besides) {
    if (Object.hasOwn(inUrl, name)) problems.push(`${name} is given by the URL and beside it: give it once`);
  }
  return Object.fromEntries(besides);
}

/** Reads numbers and flags; names and ranges are checked later, as those of an options object. */
function fromParameters(
  parameters: ReadonlyMap<string, string>,
  problems: string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, text] of parameters) {
    const row = Object.hasOwn(SCALAR_OPTIONS, name) ? SCALAR_OPTIONS[name as ScalarName] : undefined;
    if (name === 'tls' && text === 'true') {
      values.tls ??= {};
    } else if (OBJECT_OPTIONS.includes(name)) {
      problems.push(`${name} cannot be a URL parameter${IN_URL[name] ?? ''}`);
    } else if (name.startsWith('tls.')) {
      values.tls = { ...(values.tls as object | undefined), [name.slice('tls.'.length)]: text };
    } else if (row?.kind === 'integer' && /^\d+$/.test(text)) values[name] = Number(text);
    else if (row?.kind === 'flag' && /^(true|false)$/.test(text)) values[name] = text === 'true';
    else values[name] = text;
  }
  return values;
}

function resolve(given: Record<string, unknown>, problems: string[]): ResolvedOptions {
  const known = [...OBJECT_OPTIONS, ...Object.keys(SCALAR_OPTIONS)];
  problems.push(...unknownNames('Unknown option', Object.keys(given), known));
  const scalars: Record<string, unknown> = {};
  for (const [name, row] of Object.entries(SCALAR_OPTIONS)) {
    scalars[name] = toScalar(name, row, given[name], problems);
  }
  chooseKeyspace(given, scalars, problems);
  const endpoints = toEndpoints(given.endpoints, problems);
  const tls = toTls(given.tls, problems);
  const inspect = toInspector(given.inspect, problems);
  const runtime = toRuntime(given.runtime, problems);
  if (problems.length > 0) throw new UsageError(problems);
  if (inspect !== undefined) scalars.actors = 'always';
  return {
    ...(scalars as unknown as Omit<ResolvedOptions, 'endpoints' | 'tls' | 'inspect' | 'runtime'>),
    endpoints,
    tls,
    inspect,
    runtime,
  };
}

function toScalar(name: string, row: ScalarRow, value: unknown, problems: string[]): unknown {
  if (value === undefined) return row.byDefault;
  if (row.kind === 'choice') {
    if (!row.choices.includes(value as string)) {
      problems.push(
        `${name} must be ${row.choices.map((choice) => `"${choice}"`).join(' or ')}, not ${showValue(value)}`,
      );
    }
  } else if (row.kind === 'flag') {
    if (typeof value !== 'boolean') problems.push(`${name} must be true or false, not ${showValue(value)}`);
  } else if (row.kind === 'text') {
    if (!isName(value)) problems.push(`${name} must be a name, not ${showValue(value)}`);
  } else if (!Number.isInteger(value) || (value as number) < row.min || (value as number) > row.max) {
    problems.push(`${name} must be a whole number from ${row.min} to ${row.max}, not ${showValue(value)}`);
  }
  return value;
}

/** PD's name for the keyspace of clients that give none. */
const DEFAULT_KEYSPACE = 'DEFAULT';

/** A keyspace and API V2 imply each other. */
function chooseKeyspace(
  given: Record<string, unknown>,
  scalars: Record<string, unknown>,
  problems: string[],
): void {
  if (given.keyspace === undefined) {
    if (scalars.apiVersion === 'v2') scalars.keyspace = DEFAULT_KEYSPACE;
  } else if (given.apiVersion === 'v1') {
    problems.push('keyspace needs API V2: leave out keyspace or apiVersion');
  } else {
    scalars.apiVersion = 'v2';
  }
}

function toEndpoints(value: unknown, problems: string[]): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? [...value] : [];
  if (entries.length === 0 || !entries.every((entry) => typeof entry === 'string')) {
    problems.push('endpoints must be a list of at least one PD address, such as ["127.0.0.1:2379"]');
    return [];
  }
  return entries.map((entry) => toEndpoint(entry, problems));
}

function toTls(value: unknown, problems: string[]): TlsOptions | undefined {
  if (value === undefined) return undefined;
  if (!isBag(value)) {
    problems.push(`tls must be an object with ${TLS_OPTIONS.join(', ')}, not ${describeType(value)}`);
    return undefined;
  }
  const tls = value;
  problems.push(...unknownNames('tls: unknown option', Object.keys(tls), TLS_OPTIONS));
  for (const [name, entry] of Object.entries(tls)) {
    if (!TLS_OPTIONS.includes(name) || entry === undefined) continue;
    if (typeof entry !== 'string' && (name === 'serverName' || !(entry instanceof Uint8Array))) {
      problems.push(`tls.${name} must be a ${name === 'serverName' ? 'string' : 'file path or PEM bytes'}`);
    } else if (typeof entry === 'string' && entry.includes('-----BEGIN')) {
      // As a path, it would appear in the error about the missing file.
      problems.push(
        `tls.${name} is PEM as a string: give the bytes, Buffer.from(pem), or the path of its file`,
      );
    }
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    problems.push('tls.cert and tls.key go together: give both or neither');
  }
  return Object.fromEntries(
    Object.entries(tls).map(([name, entry]) => [
      name,
      entry instanceof Uint8Array ? new Uint8Array(entry) : entry,
    ]),
  );
}

function toInspector(value: unknown, problems: string[]): ((event: InspectionEvent) => void) | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'function') return value as (event: InspectionEvent) => void;
  const next = (value as { next?: unknown } | null)?.next;
  if (typeof next !== 'function') {
    problems.push(`inspect must be a function or an observer with next, not ${describeType(value)}`);
    return undefined;
  }
  return (event) => next.call(value, event);
}
