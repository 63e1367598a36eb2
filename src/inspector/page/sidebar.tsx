import type { JSX } from 'preact';
import { isFiltering, NO_FILTER } from '../view/filter.ts';
import { OUTCOME_WORDS, OUTCOMES, type Outcome } from '../view/unit-summary.ts';
import { ActorTree } from './actor-tree.tsx';
import { Icon, IconButton } from './icons.tsx';
import { statesSeen } from './lists.ts';
import { filter, keyName, setFilter, setKey, side } from './store.ts';
import { TransactionList } from './transaction-list.tsx';

export function Sidebar(): JSX.Element {
  return (
    <section class="sidebar" aria-label="Actors and transactions">
      <Filters />
      <div class="tabs" role="tablist">
        <SideTab side="actors" label="Actors" />
        <SideTab side="transactions" label="Transactions" />
      </div>
      <div class="scroll" role="tabpanel">
        {side.value === 'actors' ? <ActorTree /> : <TransactionList />}
      </div>
    </section>
  );
}

function SideTab({
  side: own,
  label,
}: {
  readonly side: 'actors' | 'transactions';
  readonly label: string;
}): JSX.Element {
  const isChosen = side.value === own;
  return (
    <button type="button" role="tab" aria-selected={isChosen} onClick={() => (side.value = own)}>
      {label}
    </button>
  );
}

function Filters(): JSX.Element {
  const { text, key, outcomes, state } = filter.value;
  return (
    <search class="filters">
      <label class="field">
        <Icon name="search" />
        <input
          id="search"
          type="search"
          placeholder="Search names, timestamps, errors"
          aria-label="Search"
          value={text}
          onInput={({ currentTarget }) => setFilter({ text: currentTarget.value })}
        />
      </label>
      <div class="filter-row">
        <label class="field">
          <Icon name="key" />
          <input
            id="key-filter"
            type="text"
            placeholder="Key"
            aria-label="Key"
            title={keyName.value === '' ? 'Text of a key' : `shown as ${keyName.value}`}
            value={key}
            spellcheck={false}
            autocomplete="off"
            onInput={({ currentTarget }) => void setKey(currentTarget.value)}
          />
        </label>
        <select
          id="state-filter"
          aria-label="State"
          value={state}
          onChange={({ currentTarget }) => setFilter({ state: currentTarget.value })}
        >
          <option value="">any state</option>
          {statesSeen.value.map(({ machine, states }) => (
            <optgroup key={machine} label={machine}>
              {states.map((path) => (
                <option key={path} value={path}>
                  {path}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        {isFiltering(filter.value) && (
          <IconButton
            icon="close"
            label="Clear the filters"
            onClick={() => {
              filter.value = NO_FILTER;
              keyName.value = '';
            }}
          />
        )}
      </div>
      <fieldset class="outcomes" aria-label="Outcome">
        {OUTCOMES.map((outcome) => (
          <button
            key={outcome}
            type="button"
            class={`toggle outcome-${outcome}`}
            aria-pressed={outcomes.has(outcome)}
            onClick={() => setFilter({ outcomes: toggled(outcomes, outcome) })}
          >
            {OUTCOME_WORDS[outcome]}
          </button>
        ))}
      </fieldset>
    </search>
  );
}

function toggled(set: ReadonlySet<Outcome>, outcome: Outcome): ReadonlySet<Outcome> {
  const next = new Set(set);
  if (!next.delete(outcome)) next.add(outcome);
  return next;
}
