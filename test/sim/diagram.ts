import type { Fields, NetworkEvent } from '../../src/testing/index.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';

type Coder = {
  readonly path: string;
  decode(bytes: Uint8Array): unknown;
  decodeRequest(bytes: Uint8Array): unknown;
};

const CODERS = new Map(
  [...Object.values(tikvRpcs), ...Object.values(pdRpcs)].map((rpc) => [rpc.path, rpc as unknown as Coder]),
);

/** Noise in a diagram: what every message has. */
const HIDDEN: ReadonlySet<string> = new Set([
  'context',
  'header',
  'execDetailsV2',
  'pessimisticActions',
  'maxExecutionDurationMs',
]);

/** Messages as lines, one for each that left, arrived or was lost: who, to whom, what of it. */
export class Diagram {
  readonly #lines: string[] = [];

  /** Takes what a network saw. */
  readonly add = (event: NetworkEvent): void => {
    const { atMs, process, address, direction, fate } = event;
    const arrow = direction === 'request' ? '-->' : '<--';
    const head = `${atMs.toFixed(1).padStart(10)} ${process.padEnd(6)} ${arrow} ${address.split(':')[0]?.padEnd(8)} ${fate.padEnd(9)}`;
    for (const what of contentsOf(event)) this.#lines.push(`${head} ${what}`);
  };

  /** Lines that speak of any of these, or all lines; the last `most` of them. */
  lines(about: readonly string[] = [], most = Number.POSITIVE_INFINITY): string[] {
    const chosen =
      about.length === 0
        ? this.#lines
        : this.#lines.filter((line) => about.some((what) => line.includes(what)));
    return chosen.slice(-Math.min(most, chosen.length));
  }
}

function contentsOf({ method, direction, fate, bytes }: NetworkEvent): string[] {
  const name = method.slice(method.lastIndexOf('/') + 1);
  if (bytes === undefined) return [name];
  if (fate === 'malformed') return [`${name} (malformed)`];
  const coder = CODERS.get(method);
  if (coder === undefined) return [name];
  try {
    const message = (direction === 'request' ? coder.decodeRequest(bytes) : coder.decode(bytes)) as Fields;
    const commands = (direction === 'request' ? message.requests : message.responses) as
      | readonly Fields[]
      | undefined;
    if (commands === undefined) return [`${name} ${brief(message)}`];
    return commands.map((command) => `${command.cmd} ${brief(command[command.cmd as string])}`);
  } catch {
    return [`${name} (malformed)`];
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value, (name, part: unknown) => {
    if (HIDDEN.has(name)) return undefined;
    if (typeof part === 'bigint') return String(part);
    return part instanceof Uint8Array ? Buffer.from(part).toString('latin1').slice(0, 40) : part;
  });
  return (text ?? '').slice(0, 400);
}
