import type { AnyActorRef, InspectionEvent } from 'xstate';

/**
 * Listens to the actors of a client and keeps the states that each transaction went through, until it finds one that
 * met a conflict.
 */
export class TransactionPaths {
  readonly #paths = new Map<AnyActorRef, string[]>();
  #conflicted: readonly string[] | undefined;

  /** The states of the first transaction that was rolled back, in order. */
  get conflicted(): readonly string[] | undefined {
    return this.#conflicted;
  }

  readonly inspect = (event: InspectionEvent): void => {
    if (event.type !== '@xstate.snapshot' || !('send' in event.actorRef)) return;
    const actor = event.actorRef as AnyActorRef;
    if (!actor.id.startsWith('transaction ')) return;
    const { value, status } = event.snapshot as unknown as { value: unknown; status: string };
    const path = this.#paths.get(actor) ?? [];
    this.#paths.set(actor, path);
    const name = nameOf(value);
    if (path.at(-1) !== name) path.push(name);
    if (status === 'active') return;
    this.#paths.delete(actor);
    if (name === 'rolledBack' && path.includes('committing.prewriting')) this.#conflicted ??= path;
  };
}

/** `committing.prewriting` for `{ committing: 'prewriting' }`. */
function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([parent, child]) => `${parent}.${nameOf(child)}`)
    .join(' & ');
}
