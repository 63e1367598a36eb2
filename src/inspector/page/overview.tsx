import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { duration, number } from '../view/format.ts';
import { machineTitle } from '../view/names.ts';
import { type Counts, countsAt } from '../view/state-counts.ts';
import { lastPart, toneOf } from '../view/tone.ts';
import { stores } from './lists.ts';
import { rates, sum } from './rates.ts';
import { connection, cursor, head, nowN, setFilter, side, statsCounts, timeline } from './store.ts';

/** Live and ended actors by machine and state: of all there are, or of those recorded up to the entry shown. */
const counts = computed<Counts & { readonly isExact: boolean }>(() => {
  const exact = statsCounts.value;
  if (exact !== undefined && connection.value !== 'recording' && cursor.value === undefined) {
    return { isExact: true, ...exact };
  }
  return { isExact: false, ...countsAt(timeline.value.timeline.actors, nowN.value) };
});

const NONE: ReadonlyMap<string, number> = new Map();

/** All of a client at a glance: how many of what are in which state, and how its stores answer. */
export function Overview(): JSX.Element {
  const { isExact, live, ended } = counts.value;
  const machines = head.value.machines.map(({ id }) => id).filter((id) => live.has(id) || ended.has(id));
  return (
    <div class="overview">
      {machines.length === 0 ? <Welcome /> : null}
      <div class="cards">
        {machines.map((machine) => (
          <MachineCard
            key={machine}
            machine={machine}
            live={live.get(machine) ?? NONE}
            ended={ended.get(machine) ?? NONE}
          />
        ))}
      </div>
      {machines.length > 0 && (
        <p class="dim small">
          {isExact ? 'Counts are of all actors.' : 'Counts are of what is recorded, up to the step shown.'}
        </p>
      )}
      <Stores />
    </div>
  );
}

function Welcome(): JSX.Element {
  return (
    <div class="welcome">
      <h2>Waiting for a client</h2>
      <p>Connect one with this inspector, and what it does shows here:</p>
      <pre>{`const tikv = await connect({
  endpoints: ['127.0.0.1:2379'],
  inspect: inspector.inspect,
});`}</pre>
    </div>
  );
}

interface MachineCardProps {
  readonly machine: string;
  readonly live: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
}

function MachineCard({ machine, live, ended }: MachineCardProps): JSX.Element {
  const perSecond = rates.value.get(machine) ?? 0;
  return (
    <section class="card" data-machine={machine}>
      <h3>
        {machineTitle(machine)}
        <span class="dim">
          {number(sum(live.values()))} live{perSecond >= 0.5 && `, ${number(perSecond)} ended/s`}
        </span>
      </h3>
      <Bars machine={machine} states={live} />
      {sum(ended.values()) > 0 && <h4>ended</h4>}
      <Bars machine={machine} states={ended} />
    </section>
  );
}

function Bars({
  machine,
  states,
}: {
  readonly machine: string;
  readonly states: ReadonlyMap<string, number>;
}): JSX.Element {
  const all = sum(states.values());
  const sorted = [...states].sort(([, a], [, b]) => b - a);
  return (
    <ul class="bars">
      {sorted.map(([state, count]) => (
        <li key={state} data-state={state}>
          <button
            type="button"
            title={`Show ${machineTitle(machine)} that are or were in ${state}`}
            onClick={() => {
              setFilter({ state });
              if (machine === 'transaction') side.value = 'transactions';
            }}
          >
            <span class="bar-name">{lastPart(state)}</span>
            <span class="bar-count">{number(count)}</span>
            <meter class={`tone-${toneOf(state)}`} min={0} max={all} value={count} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Stores(): JSX.Element | null {
  if (stores.value.length === 0) return null;
  return (
    <section class="card stores">
      <h3>
        Stores <span class="dim">by the requests recorded</span>
      </h3>
      <table>
        <thead>
          <tr>
            <th>store</th>
            <th>address</th>
            <th class="figure">answered</th>
            <th class="figure">refused</th>
            <th class="figure">no answer</th>
            <th class="figure">half within</th>
          </tr>
        </thead>
        <tbody>
          {stores.value.map(({ store, address, answered, refused, lost, medianMs }) => (
            <tr key={store}>
              <th scope="row">{store}</th>
              <td class="mono">{address}</td>
              <td class="figure">{number(answered)}</td>
              <td class={`figure${refused > 0 ? ' held' : ''}`}>{number(refused)}</td>
              <td class={`figure${lost > 0 ? ' bad' : ''}`}>{number(lost)}</td>
              <td class="figure">{medianMs === undefined ? '' : duration(medianMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
