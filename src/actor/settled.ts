import type { Snapshot, Subscription } from 'xstate';

/** What `settled` needs of an actor. Every started actor fits. */
export interface SettlingActor<TSnapshot extends Snapshot<unknown>> {
  getSnapshot(): TSnapshot;
  subscribe(observer: { complete(): void; error(error: unknown): void }): Subscription;
}

type OutputOf<TSnapshot extends Snapshot<unknown>> = Extract<TSnapshot, { status: 'done' }>['output'];

/**
 * Awaits the end of a started actor: resolves to its output when it is done, rejects with its error when it
 * failed, and with `whenStopped()` when it was stopped before either. XState's `toPromise` resolves to
 * `undefined` in the last case, which a read would take for an absent key. The error is observed here, which
 * also keeps it from ending the process.
 */
export function settled<TSnapshot extends Snapshot<unknown>>(
  actor: SettlingActor<TSnapshot>,
  whenStopped: () => unknown,
): Promise<OutputOf<TSnapshot>> {
  return new Promise((resolve, reject) => {
    const end = () => {
      const snapshot = actor.getSnapshot();
      if (snapshot.status === 'done') resolve(snapshot.output as OutputOf<TSnapshot>);
      else reject(snapshot.status === 'error' ? snapshot.error : whenStopped());
    };
    if (actor.getSnapshot().status === 'active') actor.subscribe({ complete: end, error: reject });
    else end();
  });
}
