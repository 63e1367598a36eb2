/** How a state is to be seen: by colour, and by a word beside it. */
export type Tone = 'idle' | 'busy' | 'held' | 'ok' | 'failed' | 'undetermined' | 'gone';

/** States of this library's charts, by their last part, where their names do not tell an onlooker how things are. */
const TONES: ReadonlyMap<string, Tone> = new Map(
  Object.entries<Tone>({
    idle: 'idle',
    active: 'idle',
    ready: 'ok',
    open: 'ok',
    committed: 'ok',
    committingSecondaries: 'ok',
    succeeded: 'ok',
    resolved: 'ok',
    alive: 'held',
    backingOff: 'held',
    sleeping: 'held',
    planning: 'held',
    probing: 'held',
    reconnecting: 'held',
    awaitingElection: 'held',
    waitingForPrimary: 'held',
    askingPrimary: 'held',
    moved: 'held',
    slow: 'held',
    doubted: 'held',
    rechecked: 'held',
    pausing: 'held',
    resolving: 'held',
    yielding: 'held',
    unlocated: 'idle',
    waiting: 'idle',
    gathering: 'idle',
    acquired: 'ok',
    refused: 'failed',
    doomed: 'failed',
    silent: 'failed',
    removed: 'gone',
    lost: 'failed',
    failed: 'failed',
    error: 'failed',
    mismatched: 'failed',
    rollingBack: 'failed',
    rolledBack: 'gone',
    undetermined: 'undetermined',
    closed: 'gone',
    stopped: 'gone',
    done: 'ok',
  }),
);

/** The tone of a state, given by its path or by how its actor ended. */
export function toneOf(state: string): Tone {
  return TONES.get(lastPart(state)) ?? 'busy';
}

/** `prewriting` of `committing.prewriting`. */
export function lastPart(state: string): string {
  return state.slice(state.lastIndexOf('.') + 1);
}
