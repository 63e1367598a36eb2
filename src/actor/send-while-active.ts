import type { EventObject } from 'xstate';

/** What `sendWhileActive` needs of an actor. Every started actor fits. */
export interface ReceivingActor<TEvent extends EventObject> {
  getSnapshot(): { readonly status: string };
  send(event: TEvent): void;
}

/**
 * Sends an event to an actor that has not ended. For steps that outlive their actor, which the end of a verb
 * or of the client may have stopped meanwhile: nobody is left whom their outcome concerns.
 * @returns whether the actor was still active
 */
export function sendWhileActive<TEvent extends EventObject>(
  actor: ReceivingActor<TEvent>,
  event: TEvent,
): boolean {
  if (actor.getSnapshot().status !== 'active') return false;
  actor.send(event);
  return true;
}
