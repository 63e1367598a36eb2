import { type Entry, RECORDING_FORMAT, RECORDING_VERSION, type Recording } from './recording.ts';

/** A recording, or why a file is none: one sentence each, the first few. */
export type Parsed =
  | { readonly recording: Recording }
  | { readonly problems: readonly [string, ...string[]] };

const MAX_PROBLEMS = 5;
const STATUSES: readonly unknown[] = ['active', 'done', 'error', 'stopped'];

/** Reads what was exported. Everything a page relies on is looked at: the file may be anybody's. */
export function parseRecording(text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problems: [`It is not JSON: ${(error as Error).message}`] };
  }
  return checkRecording(json);
}

/** The same of what has been parsed. */
export function checkRecording(json: unknown): Parsed {
  if (!isRecord(json) || json.format !== RECORDING_FORMAT) {
    return { problems: [`It is no recording of this inspector: "format" is not "${RECORDING_FORMAT}"`] };
  }
  if (json.version !== RECORDING_VERSION) {
    const by = typeof json.recordedBy === 'string' ? `, recorded by tikv-client ${json.recordedBy},` : '';
    return {
      problems: [
        `Its version is ${show(json.version)}${by} and this inspector reads version ${RECORDING_VERSION}: ` +
          'open it with the inspector of the tikv-client that recorded it',
      ],
    };
  }
  const problems = [...headProblems(json), ...machineProblems(json.machines), ...entryProblems(json.entries)];
  const [first, ...others] = problems.slice(0, MAX_PROBLEMS);
  return first === undefined ? { recording: json as unknown as Recording } : { problems: [first, ...others] };
}

function* headProblems({ recordedBy, startedAt, shows }: Record<string, unknown>): Generator<string> {
  if (typeof recordedBy !== 'string') yield '"recordedBy" is no text';
  if (typeof startedAt !== 'string') yield '"startedAt" is no text';
  if (!isRecord(shows)) yield '"shows" is no object';
}

function* machineProblems(machines: unknown): Generator<string> {
  if (!Array.isArray(machines)) {
    yield '"machines" is no list';
    return;
  }
  for (const [at, machine] of machines.entries()) {
    if (!isRecord(machine) || typeof machine.id !== 'string' || !Array.isArray(machine.states)) {
      yield `Machine ${at + 1} has no id or no list of states`;
    } else if (!machine.states.every(isState)) yield `Machine ${at + 1} has a state that is none`;
    else if (!machine.states.every(({ edges }) => edges.every(isEdge))) {
      yield `Machine ${at + 1} has a way out of a state that is none`;
    }
  }
}

function isState(state: unknown): boolean {
  return (
    isRecord(state) &&
    typeof state.path === 'string' &&
    typeof state.kind === 'string' &&
    isTextOrAbsent(state.description) &&
    Array.isArray(state.edges)
  );
}

function isEdge(edge: unknown): boolean {
  return (
    isRecord(edge) &&
    typeof edge.event === 'string' &&
    typeof edge.nth === 'number' &&
    isTextOrAbsent(edge.target) &&
    isTextOrAbsent(edge.guard)
  );
}

function isTextOrAbsent(json: unknown): boolean {
  return json === undefined || typeof json === 'string';
}

function* entryProblems(entries: unknown): Generator<string> {
  if (!Array.isArray(entries)) {
    yield '"entries" is no list: the file may be cut off';
    return;
  }
  const actors = new Set<unknown>();
  let last = 0;
  for (const [at, entry] of entries.entries()) {
    const problem = isRecord(entry) ? entryProblem(entry, last, actors) : 'is no object';
    if (problem !== undefined) yield `Entry ${at + 1} ${problem}`;
    else {
      const { n, kind, actor } = entry as unknown as Entry;
      last = n;
      if (kind === 'start') actors.add(actor);
    }
  }
}

function entryProblem(
  { n, t, kind, actor, status, state, name, machine, event, edges, oneOf }: Record<string, unknown>,
  last: number,
  actors: ReadonlySet<unknown>,
): string | undefined {
  if (!Number.isSafeInteger(n) || (n as number) <= last)
    return `has the place ${show(n)}, which does not follow ${last}`;
  if (typeof t !== 'number' || !Number.isFinite(t)) return `has no time: ${show(t)}`;
  if (!Number.isSafeInteger(actor)) return `has no actor: ${show(actor)}`;
  if (!STATUSES.includes(status)) return `has the unknown status ${show(status)}`;
  if (state !== undefined && typeof state !== 'string') return `has a state that is no text`;
  if (kind === 'start') {
    if (typeof name !== 'string' || typeof machine !== 'string')
      return 'starts an actor without a name or machine';
    if (!Number.isSafeInteger(oneOf)) return 'starts an actor, and does not say of how many it is one';
    return actors.has(actor) ? `starts actor ${show(actor)} again` : undefined;
  }
  if (kind !== 'step') return `is of the unknown kind ${show(kind)}`;
  if (!isRecord(event) || typeof event.type !== 'string') return 'has no event';
  return Array.isArray(edges) && edges.every((edge) => typeof edge === 'string')
    ? undefined
    : 'has no list of edges';
}

function isRecord(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function show(json: unknown): string {
  // What is no value is not written out: it may be deeper than the stack.
  const text = typeof json === 'object' && json !== null ? 'an object' : String(JSON.stringify(json));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
