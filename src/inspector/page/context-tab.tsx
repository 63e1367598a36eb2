import type { JSX } from 'preact';
import type { Json } from '../recording/recording.ts';
import { contextAt, field, isObject, momentAt, textOf } from '../view/timeline.ts';
import { JsonTree } from './json-tree.tsx';
import { head, nowN, selected } from './store.ts';

/** What the selected actor holds at the step shown, what it gave, and what went wrong. */
export function ContextTab(): JSX.Element {
  const actor = selected.value;
  const n = nowN.value;
  if (actor === undefined) return <p class="empty">Choose an actor.</p>;
  const entry = momentAt(actor, n)?.entry;
  const context = contextAt(actor, n);
  const errors = [entry?.error, field(context, 'error'), field(context, 'lost')].filter(isObject);
  const { keys, values } = head.value.shows;
  return (
    <div class="context">
      {errors.slice(0, 1).map((error) => (
        <ErrorCard key="error" error={error} />
      ))}
      {context === undefined ? (
        <p class="empty">
          {actor.machine === 'client'
            ? 'A client holds its actors alone.'
            : 'Nothing of what it holds is shown.'}
        </p>
      ) : (
        <JsonTree value={context} />
      )}
      {entry?.output !== undefined && (
        <>
          <h4>output</h4>
          <JsonTree value={entry.output} />
        </>
      )}
      {!(keys && values) && (
        <p class="dim small">
          {keys ? 'Values show by their length.' : 'Keys show by length and hash, values by length.'} To see
          them, open the inspector with {keys ? 'showValues' : 'showKeys or showValues'}.
        </p>
      )}
    </div>
  );
}

function ErrorCard({ error }: { readonly error: Json }): JSX.Element {
  const retryable = field(error, 'retryable');
  return (
    <section class="error-card" aria-label="Error">
      <h4>
        {textOf(field(error, 'name')) || 'Error'} <code>{textOf(field(error, 'code'))}</code>
      </h4>
      <p>{textOf(field(error, 'message'))}</p>
      {retryable !== undefined && (
        <p class="dim small">
          {retryable === true
            ? 'Running it again can succeed, and does no harm.'
            : 'Running it again is of no use, or not safe.'}
        </p>
      )}
    </section>
  );
}
