import type { JSX } from 'preact';
import { ContextTab } from './context-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { type Detail, detail, selected } from './store.ts';

export const DETAILS: readonly (readonly [Detail, string])[] = [
  ['messages', 'Messages'],
  ['events', 'Events'],
  ['context', 'Context'],
];

export function Details(): JSX.Element {
  const isChosen = selected.value !== undefined;
  return (
    <section class="details" aria-label="Details">
      <div class="tabs" role="tablist">
        {DETAILS.map(([name, label], at) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={detail.value === name}
            title={`${label} (${at + 1})`}
            onClick={() => (detail.value = name)}
          >
            {label}
          </button>
        ))}
      </div>
      <div class="scroll" role="tabpanel">
        {isChosen ? <Tab /> : <p class="empty">Choose an actor to see what it sends, takes and holds.</p>}
      </div>
    </section>
  );
}

function Tab(): JSX.Element {
  switch (detail.value) {
    case 'messages':
      return <MessagesTab />;
    case 'events':
      return <EventsTab />;
    default:
      return <ContextTab />;
  }
}
