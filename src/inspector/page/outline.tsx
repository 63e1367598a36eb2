import type { JSX } from 'preact';
import type { StateShape } from '../recording/recording.ts';
import { duration } from '../view/format.ts';
import { stateTimes, withOuter } from '../view/state-times.ts';
import { type ActorHistory, indexAt, momentAt } from '../view/timeline.ts';
import { head, nowMs, nowN } from './store.ts';

/** Of a machine without a drawing: its states and their ways out as a list, lit like a chart. */
export function Outline({ actor }: { readonly actor: ActorHistory }): JSX.Element {
  const shape = head.value.machines.find(({ id }) => id === actor.machine);
  if (shape === undefined || shape.states.length === 0) {
    return <div class="outline empty">This actor is no state machine: its events show beside.</div>;
  }
  const n = nowN.value;
  const active = momentAt(actor, n)?.entry.state ?? '';
  const past = actor.entries.slice(0, indexAt(actor, n) + 1);
  const visited = new Set(past.flatMap(({ state = '' }) => withOuter(state)));
  const times = stateTimes(actor, n, nowMs.value);
  return (
    <div class="outline">
      <p class="notice">
        {shape.known
          ? 'Another version of tikv-client made this recording, and its chart is another one: here it is as a list.'
          : 'A state machine of your own. What it holds is not shown, unless the inspector is opened with showValues.'}
      </p>
      <ol>
        {shape.states
          .filter(({ path }) => path !== shape.id)
          .map((state) => (
            <State
              key={state.path}
              state={state}
              isActive={active === state.path || active.startsWith(`${state.path}.`)}
              isVisited={visited.has(state.path)}
              ms={times.get(state.path)}
            />
          ))}
      </ol>
    </div>
  );
}

interface StateProps {
  readonly state: StateShape;
  readonly isActive: boolean;
  readonly isVisited: boolean;
  readonly ms: number | undefined;
}

function State({
  state: { path, description, edges, kind },
  isActive,
  isVisited,
  ms,
}: StateProps): JSX.Element {
  const classes = ['outline-state', kind, isActive ? 'active' : '', isVisited ? 'visited' : ''].filter(
    Boolean,
  );
  return (
    <li class={classes.join(' ')} data-state={path} aria-current={isActive ? 'step' : undefined}>
      <div>
        <b>{path}</b>
        {ms !== undefined && <span class="age">{duration(ms)}</span>}
      </div>
      {description !== undefined && <p class="dim">{description}</p>}
      <ul>
        {edges.map(({ event, nth, guard, target }) => (
          <li key={`${event} ${nth}`} class="outline-edge">
            {event || 'always'}
            {guard !== undefined && <span class="guard"> [{guard}]</span>}
            {target !== undefined && <span class="dim"> → {target}</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}
