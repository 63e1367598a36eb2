import type { AnyActorRef, InspectionEvent } from 'xstate';
import { edgeName, machineIdOf } from '../../src/actor/chart-names.ts';
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

/**
 * What happened, as lines: one for each message that left, arrived or was lost, with who sent it to whom, and what of it;
 * and one for each edge that a machine took, with whose it is.
 */
export class Diagram {
  readonly #lines: string[] = [];

  /** Takes what an inspector saw. */
  readonly addSteps = (event: InspectionEvent, process: string, atMs: number): void => {
    if (event.type !== '@xstate.microstep') return;
    const head = headOf(atMs, process);
    const machine = machineOf(event.actorRef as AnyActorRef);
    for (const edge of event._transitions) this.#lines.push(`${head} ${machine}  ${edgeName(edge)}`);
  };

  /** Takes what a network saw. */
  readonly add = (event: NetworkEvent): void => {
    const { atMs, process, address, direction, fate } = event;
    const arrow = direction === 'request' ? '-->' : '<--';
    const head = `${headOf(atMs, process)} ${arrow} ${address.split(':')[0]?.padEnd(8)} ${fate.padEnd(9)}`;
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

function headOf(atMs: number, process: string): string {
  return `${atMs.toFixed(1).padStart(10)} ${process.padEnd(6)}`;
}

/** Such as `regionRequest of 466616337105158145`: the transaction is told by the nearest actor that has one. */
function machineOf(actor: AnyActorRef): string {
  const id = machineIdOf(actor) ?? actor.id;
  for (let at: AnyActorRef | undefined = actor; at !== undefined; at = at._parent) {
    const { startTs } = (at.getSnapshot().context ?? {}) as { readonly startTs?: bigint };
    if (startTs !== undefined) return `${id} of ${startTs}`;
  }
  return id;
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
