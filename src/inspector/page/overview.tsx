import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { duration, number } from '../view/format.ts';
import { machineTitle } from '../view/names.ts';
import { momentAt } from '../view/timeline.ts';
import { lastPart, toneOf } from '../view/tone.ts';
import { stores } from './lists.ts';
import { rates, total } from './rates.ts';
import { connection, cursor, head, nowN, setFilter, side, stats, timeline } from './store.ts';

/** Live and ended actors by machine and state: of all there are, or of those recorded up to the entry shown. */
interface Counts {
  readonly isExact: boolean;
  readonly live: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly ended: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const counts = computed<Counts>(() => {
  const exact = stats.value;
  if (exact !== undefined && connection.value !== 'recording' && cursor.value === undefined) {
    return { isExact: true, live: exact.live, ended: exact.ended };
  }
  const live: Record<string, Record<string, number>> = {};
  const ended: Record<string, Record<string, number>> = {};
  for (const actor of timeline.value.timeline.actors) {
    const moment = momentAt(actor, nowN.value);
    if (moment === undefined) continue;
    const into = moment.isOver ? ended : live;
    const own = into[actor.machine] ?? {};
    into[actor.machine] = own;
    own[moment.state] = (own[moment.state] ?? 0) + 1;
  }
  return { isExact: false, live, ended };
});

/** All of a client at a glance: how many of what are in which state, and how its stores answer. */
export function Overview(): JSX.Element {
  const { isExact, live, ended } = counts.value;
  const machines = head.value.machines.map(({ id }) => id).filter((id) => id in live || id in ended);
  return (
    <div class="overview">
      {machines.length === 0 ? <Welcome /> : null}
      <div class="cards">
        {machines.map((machine) => (
          <MachineCard
            key={machine}
            machine={machine}
            live={live[machine] ?? {}}
            ended={ended[machine] ?? {}}
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
  readonly live: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
}

function MachineCard({ machine, live, ended }: MachineCardProps): JSX.Element {
  const perSecond = rates.value.get(machine) ?? 0;
  return (
    <section class="card" data-machine={machine}>
      <h3>
        {machineTitle(machine)}
        <span class="dim">
          {number(total(live))} live{perSecond >= 0.5 && `, ${number(perSecond)} ended/s`}
        </span>
      </h3>
      <Bars machine={machine} states={live} />
      {total(ended) > 0 && <h4>ended</h4>}
      <Bars machine={machine} states={ended} />
    </section>
  );
}

function Bars({
  machine,
  states,
}: {
  readonly machine: string;
  readonly states: Readonly<Record<string, number>>;
}): JSX.Element {
  const all = total(states);
  const sorted = Object.entries(states).sort(([, a], [, b]) => b - a);
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
