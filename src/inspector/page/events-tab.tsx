import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Entry } from '../recording/recording.ts';
import { duration, number } from '../view/format.ts';
import { nameOf } from '../view/names.ts';
import { isObject, momentAt } from '../view/timeline.ts';
import { JsonTree } from './json-tree.tsx';
import { StateChip } from './state-chip.tsx';
import { cursor, select, selected, selectedId, stepIndex, steps, timeline } from './store.ts';

const MAX_EVENTS = 250;
const opened = signal<number | undefined>(undefined);
const onlyOwn = signal(false);

/** Everything that happened to the selected unit, or to all, up to and after the step shown. */
export function EventsTab(): JSX.Element {
  const list = useRef<HTMLOListElement>(null);
  const id = selectedId.value;
  const isClient = selected.value?.machine === 'client';
  const all = onlyOwn.value && !isClient ? steps.value.filter(({ actor }) => actor === id) : steps.value;
  const shownN = steps.value[stepIndex.value]?.n ?? 0;
  const at = all.findLastIndex(({ n }) => n <= shownN);
  const from = Math.max(0, Math.min(at - MAX_EVENTS + 20, all.length - MAX_EVENTS));
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [shownN, id]);
  return (
    <div class="events">
      {!isClient && (
        <label class="check">
          <input type="checkbox" checked={onlyOwn.value} onChange={() => (onlyOwn.value = !onlyOwn.value)} />
          of this actor only
        </label>
      )}
      {from > 0 && <p class="empty">{number(from)} events before these.</p>}
      <ol ref={list}>
        {all.slice(from, from + MAX_EVENTS).map((entry) => (
          <EventRow key={entry.n} entry={entry} isAt={entry.n === all[at]?.n} firstMs={all[0]?.t ?? 0} />
        ))}
      </ol>
    </div>
  );
}

interface EventRowProps {
  readonly entry: Entry;
  readonly isAt: boolean;
  readonly firstMs: number;
}

function EventRow({ entry, isAt, firstMs }: EventRowProps): JSX.Element {
  const actor = timeline.value.timeline.actor(entry.actor);
  const { title, about } = actor === undefined ? { title: '', about: '' } : nameOf(actor);
  const isOpen = opened.value === entry.n;
  const { type = 'start', ...payload } = entry.kind === 'step' ? entry.event : {};
  const more = {
    ...payload,
    ...(entry.error !== undefined && { error: entry.error }),
    ...(entry.output !== undefined && { output: entry.output }),
  };
  const hasMore = Object.keys(more).length > 0;
  const isIgnored = entry.kind === 'step' && entry.edges.length === 0 && entry.status === 'active';
  const state = actor === undefined ? '' : (momentAt(actor, entry.n)?.state ?? '');
  return (
    <li class={isAt ? 'at' : ''} aria-current={isAt ? 'step' : undefined}>
      <button
        type="button"
        class="event"
        aria-expanded={hasMore ? isOpen : undefined}
        onClick={() => {
          cursor.value = entry.n;
          opened.value = isOpen ? undefined : entry.n;
        }}
        onDblClick={() => select(entry.actor)}
      >
        <span class="event-time">+{duration(entry.t - firstMs)}</span>
        <span class="event-type">{type}</span>
        <span class="event-actor">
          {title} {about}
        </span>
        {isIgnored ? <span class="dim">nothing changed</span> : <StateChip state={state} />}
      </button>
      {isOpen && hasMore && isObject(more) && <JsonTree value={more} />}
    </li>
  );
}
