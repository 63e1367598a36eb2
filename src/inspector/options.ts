import type { Complete } from '../model/complete.ts';
import { UsageError } from '../model/errors.ts';
import { describeType, showValue } from '../model/show-value.ts';
import { unknownNames } from '../model/unknown-names.ts';

/** Where the inspector listens, and what it records. */
export interface InspectorOptions {
  /** To listen on. Default 0: any that is free. */
  readonly port?: number | undefined;
  /**
   * Address to listen on. Default `127.0.0.1`: nobody else's machine reaches it. Any other shows what goes on in this
   * process to whoever has the address with its token, over a connection that is not encrypted.
   */
  readonly host?: string | undefined;
  /**
   * Show keys in full. Default false: a key shows as its length and the first 8 digits of its SHA-256, as in errors.
   * The page finds a key by its text either way, where it is opened on loopback: browsers hash nothing for pages from
   * elsewhere that come without encryption.
   */
  readonly showKeys?: boolean | undefined;
  /** Show values in full, and what state machines of your own hold. Default false: a value shows as its length. */
  readonly showValues?: boolean | undefined;
  /**
   * About as many entries are recorded a second: a transaction makes about 20. When there are more, one transaction of
   * so many is recorded, as a whole, and the page says so; counts are always of all. Default 1500.
   */
  readonly maxEntriesPerSecond?: number | undefined;
  /** What is recorded is kept up to this size, the newest of it, in bytes: 1 MiB to 256 MiB. Default 16777216. */
  readonly maxRecordingBytes?: number | undefined;
  /** Whether the process goes on for as long as the inspector is open. Default false: it never waits for a page. */
  readonly keepAlive?: boolean | undefined;
  /** Do not print the address. Default false: one line goes to standard error. */
  readonly quiet?: boolean | undefined;
}

type Resolved = Complete<InspectorOptions>;

const DEFAULTS: Resolved = {
  port: 0,
  host: '127.0.0.1',
  showKeys: false,
  showValues: false,
  maxEntriesPerSecond: 1500,
  maxRecordingBytes: 16 * 1024 * 1024,
  keepAlive: false,
  quiet: false,
};

const RANGES = {
  port: [0, 65_535],
  maxEntriesPerSecond: [1, 1_000_000],
  maxRecordingBytes: [1024 * 1024, 256 * 1024 * 1024],
} as const;

/** @throws UsageError with every problem */
export function resolveOptions(given: InspectorOptions = {}): Resolved {
  if (typeof given !== 'object' || given === null) {
    throw new UsageError(`startInspector takes an options object, not ${describeType(given)}`);
  }
  const problems = [
    ...unknownNames('Unknown option', Object.keys(given), Object.keys(DEFAULTS)),
    ...Object.entries(given).flatMap(([name, value]) => problemOf(name, value) ?? []),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(present) };
}

function problemOf(name: string, value: unknown): string | undefined {
  if (value === undefined || !Object.hasOwn(DEFAULTS, name)) return undefined;
  const shown = showValue(value);
  if (Object.hasOwn(RANGES, name)) {
    const [min, max] = RANGES[name as keyof typeof RANGES];
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return undefined;
    return `${name} must be a whole number from ${min} to ${max}, not ${shown}`;
  }
  if (name === 'host') {
    return typeof value === 'string' && value !== '' ? undefined : `host must be an address, not ${shown}`;
  }
  return typeof value === 'boolean' ? undefined : `${name} must be true or false, not ${shown}`;
}
