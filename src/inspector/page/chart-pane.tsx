import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { CHARTS } from '../charts/generated/charts.ts';
import { duration, tsTime, wallTime } from '../view/format.ts';
import { nameOf } from '../view/names.ts';
import { stateTimes, withOuter } from '../view/state-times.ts';
import { type ActorHistory, contextAt, field, indexAt, momentAt, textOf, unitOf } from '../view/timeline.ts';
import { ChartView, type Lighting } from './chart-view.ts';
import { IconButton } from './icons.tsx';
import { Outline } from './outline.tsx';
import { Overview } from './overview.tsx';
import { StateChip } from './state-chip.tsx';
import { connection, cursor, head, nowMs, nowN, select, selected, statsCounts, timeline } from './store.ts';
import { Transport } from './transport.tsx';

/** Whether the chart moves with the state, shows as a whole, or stays where somebody put it. */
export const chartMode = signal<'follow' | 'whole' | 'still'>('follow');
export const showsCounts = signal(true);

/** Of the chart on the page. */
let view: ChartView | undefined;

/** The drawing of the selected actor's machine, if it is that machine: one of another version may have other states. */
const chart = computed(() => {
  const actor = selected.value;
  const shape = head.value.machines.find(({ id }) => id === actor?.machine);
  const drawn = CHARTS.find(({ id }) => id === actor?.machine);
  if (shape === undefined || drawn === undefined) return undefined;
  const paths = new Set(drawn.states.map(({ path }) => path));
  return shape.states.every(({ path }) => paths.has(path)) ? drawn : undefined;
});

const lighting = computed<Lighting | undefined>(() => {
  const actor = selected.value;
  // A new entry may be of this actor.
  const n = timeline.value && nowN.value;
  const moment = actor === undefined ? undefined : momentAt(actor, n);
  if (actor === undefined || moment === undefined) return undefined;
  const past = actor.entries.slice(0, indexAt(actor, n) + 1);
  const taken = past.flatMap((entry) => (entry.kind === 'step' ? entry.edges : []));
  const last = moment.entry.kind === 'step' ? moment.entry.edges : [];
  const times = [...stateTimes(actor, n, nowMs.value)]
    // What it ended in takes no time.
    .filter(([path]) => !moment.isOver || path !== moment.entry.state)
    .map(([path, ms]) => [path, duration(ms)] as const);
  return {
    active: moment.entry.state ?? '',
    visited: new Set(past.flatMap(({ state = '' }) => withOuter(state))),
    taken: new Set(taken),
    last: new Set(last),
    counts: showsCounts.value ? countsOf(actor.machine) : new Map(),
    times: new Map(times),
  };
});

/** Of all actors where the process tells, of those recorded where it does not. */
function countsOf(machine: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (state: string, by: number) => {
    for (const path of withOuter(state)) counts.set(path, (counts.get(path) ?? 0) + by);
  };
  if (connection.value === 'live' && cursor.value === undefined) {
    for (const [state, count] of statsCounts.value?.live.get(machine) ?? []) add(state, count);
    return counts;
  }
  const n = nowN.value;
  for (const actor of timeline.value.timeline.actors) {
    if (actor.machine !== machine) continue;
    const moment = momentAt(actor, n);
    if (moment !== undefined && !moment.isOver) add(moment.state, 1);
  }
  return counts;
}

export function ChartPane(): JSX.Element {
  const actor = selected.value;
  const isMachine = actor !== undefined && actor.machine !== 'client';
  return (
    <section class="chart-pane" aria-label="Chart">
      {isMachine ? <ActorHead actor={actor} /> : null}
      {isMachine ? <Drawing actor={actor} /> : <Overview />}
      <Transport />
    </section>
  );
}

function ActorHead({ actor }: { readonly actor: ActorHistory }): JSX.Element {
  const moment = momentAt(actor, nowN.value);
  const { title, about } = nameOf(actor);
  const description = head.value.machines
    .find(({ id }) => id === actor.machine)
    ?.states.find(({ path }) => path === moment?.entry.state)?.description;
  const startTs = textOf(field(contextAt(actor, nowN.value), 'startTs'));
  const began = startTs === '' ? undefined : tsTime(startTs);
  const unit = unitOf(actor);
  const [ageMs, inStateMs] = moment?.isOver
    ? [moment.entry.t - actor.start.t, undefined]
    : [nowMs.value - actor.start.t, nowMs.value - (moment?.sinceMs ?? 0)];
  return (
    <div class="actor-head">
      <div class="actor-title">
        {unit !== actor && (
          <button type="button" class="crumb" onClick={() => select(unit.id)}>
            {nameOf(unit).title} {nameOf(unit).about} ›
          </button>
        )}
        <h2 id="actor-title" title={actor.name}>
          {title} <span class="about">{about}</span>
        </h2>
        <StateChip state={moment?.state ?? ''} whole />
        <span class="age">
          {inStateMs === undefined
            ? `took ${duration(ageMs)}`
            : `${duration(inStateMs)} in this state, ${duration(ageMs)} old`}
        </span>
        <span
          class="age"
          title={
            startTs === ''
              ? undefined
              : `Start timestamp ${startTs}${began === undefined ? '' : `, given at ${began.toISOString()}`}`
          }
        >
          began {wallTime(head.value.startedAt, actor.start.t)}
        </span>
      </div>
      <p class="description">{description ?? ' '}</p>
    </div>
  );
}

function Drawing({ actor }: { readonly actor: ActorHistory }): JSX.Element {
  const drawn = chart.value;
  if (drawn === undefined) return <Outline actor={actor} />;
  return (
    <div class="drawing">
      <Frame />
      <div class="chart-tools" role="toolbar" aria-label="View of the chart">
        <IconButton
          icon="target"
          label="Follow the state (f)"
          pressed={chartMode.value === 'follow'}
          onClick={() => (chartMode.value = 'follow')}
        />
        <IconButton
          icon="whole"
          label="The whole chart (w)"
          pressed={chartMode.value === 'whole'}
          onClick={() => (chartMode.value = 'whole')}
        />
        <IconButton icon="plus" label="Closer (+)" onClick={() => zoomChart(1.25)} />
        <IconButton icon="minus" label="Farther (-)" onClick={() => zoomChart(0.8)} />
        <button
          type="button"
          class="button small"
          aria-pressed={showsCounts.value}
          title="How many actors are in each state now"
          onClick={() => (showsCounts.value = !showsCounts.value)}
        >
          counts
        </button>
      </div>
    </div>
  );
}

export function zoomChart(factor: number): void {
  view?.zoom(factor);
}

function Frame(): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = chart.value;
  const light = lighting.value;
  const mode = chartMode.value;
  const id = selected.value?.id;
  useLayoutEffect(() => {
    if (frame.current === null || drawn === undefined) return;
    if (view?.chart !== drawn || !frame.current.hasChildNodes()) {
      view = new ChartView(frame.current, drawn, () => (chartMode.value = 'still'));
    }
    if (chartMode.value === 'still') chartMode.value = 'follow';
  }, [drawn, id]);
  useLayoutEffect(() => {
    if (light !== undefined) view?.light(light);
  }, [light, drawn]);
  useLayoutEffect(() => {
    if (mode === 'follow' && light !== undefined) view?.follow(light.active);
    if (mode === 'whole') view?.showWhole();
  }, [mode, light?.active, drawn, id]);
  useEffect(() => {
    const resized = new ResizeObserver(() => {
      if (chartMode.value === 'whole') view?.showWhole();
      if (chartMode.value === 'follow') view?.follow(lighting.value?.active ?? '');
    });
    if (frame.current !== null) resized.observe(frame.current);
    return () => {
      resized.disconnect();
      view = undefined;
    };
  }, []);
  return (
    <div
      ref={frame}
      class="frame"
      role="img"
      aria-label={`Chart of ${drawn?.id}, in state ${light?.active}`}
    />
  );
}
