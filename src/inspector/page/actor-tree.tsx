import { computed, signal } from '@preact/signals';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { duration, number } from '../view/format.ts';
import { nameOf } from '../view/names.ts';
import { type ActorHistory, contextAt, field, momentAt, textOf, unitOf } from '../view/timeline.ts';
import { toneOf } from '../view/tone.ts';
import { Icon } from './icons.tsx';
import { clients, isHeld, unitsShown } from './lists.ts';
import { Dot, StateChip } from './state-chip.tsx';
import { nowMs, nowN, select, selectedId, selectedUnit } from './store.ts';

/** What units of one kind are listed under; the others stand by themselves. */
const GROUPS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    transaction: 'Transactions',
    bulkTransaction: 'Bulk transactions',
    rangeTask: 'Range tasks',
    regionRequest: 'Requests of no transaction',
    lockResolver: 'Lock resolvers',
    garbageCollection: 'Garbage collections',
  }),
);

/** Of each group: all that are live, up to a screenful or three, and some that have ended. */
const MAX_LIVE = 100;
const MAX_OVER = 25;
const MAX_CHILDREN = 200;

type Row =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly title: string;
      readonly count: string;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'actor';
      readonly id: string;
      readonly actor: ActorHistory;
      readonly depth: number;
      readonly isOpen: boolean | undefined;
    };

/** Groups and actors that were opened or shut by hand. */
const opened = signal<ReadonlyMap<string, boolean>>(new Map());

function toggle(id: string, isOpen: boolean): void {
  opened.value = new Map(opened.value).set(id, !isOpen);
}

const rows = computed<readonly Row[]>(() => {
  const groups = new Map<string, ActorHistory[]>();
  for (const unit of unitsShown.value) {
    const group = groups.get(unit.machine);
    if (group === undefined) groups.set(unit.machine, [unit]);
    else group.push(unit);
  }
  const all: Row[] = [];
  for (const client of clients.value) {
    const own = (machine: string) => (groups.get(machine) ?? []).filter(({ parent }) => parent === client);
    all.push(actorRow(client, 0, undefined));
    for (const actor of [...own('pdSession'), ...own('tsoBatcher')]) all.push(actorRow(actor, 1, undefined));
    const streams = byAddress(own('batchStream'));
    for (const store of own('store').toReversed()) addStore(all, store, streams);
    // Streams to a store that is not known any more, or has moved.
    for (const stream of [...streams.values()].flat()) all.push(actorRow(stream, 1, undefined));
  }
  for (const machine of ['pdSession', 'tsoBatcher', 'batchStream', 'store']) groups.delete(machine);
  const order = [...GROUPS.keys(), ...[...groups.keys()].filter((machine) => !GROUPS.has(machine))];
  for (const machine of order) {
    const units = groups.get(machine);
    if (units !== undefined) addGroup(all, machine, units);
  }
  return all;
});

function byAddress(streams: readonly ActorHistory[]): Map<string, ActorHistory[]> {
  const all = new Map<string, ActorHistory[]>();
  for (const stream of streams.toReversed()) {
    const address = nameOf(stream).about;
    all.set(address, [...(all.get(address) ?? []), stream]);
  }
  return all;
}

/** A store, and below it the streams to it, which are taken out of the others. */
function addStore(all: Row[], store: ActorHistory, streams: Map<string, readonly ActorHistory[]>): void {
  const address = addressOf(store);
  const own = (streams.get(address) ?? []).filter((stream) => momentAt(stream, nowN.value)?.isOver === false);
  streams.delete(address);
  const isOpen = opened.value.get(`actor ${store.id}`) ?? own.some((stream) => stream === selectedUnit.value);
  all.push(actorRow(store, 1, own.length === 0 ? undefined : isOpen));
  if (isOpen) for (const stream of own) all.push(actorRow(stream, 2, undefined));
}

function addressOf(store: ActorHistory): string {
  return textOf(field(field(contextAt(store, nowN.value), 'store'), 'address'));
}

function addGroup(all: Row[], machine: string, units: readonly ActorHistory[]): void {
  const n = nowN.value;
  const live = units.filter((unit) => momentAt(unit, n)?.isOver === false);
  const over = units.filter((unit) => momentAt(unit, n)?.isOver !== false);
  const id = `group ${machine}`;
  const isOpen = opened.value.get(id) ?? true;
  const count =
    over.length === 0 ? number(live.length) : `${number(live.length)} live, ${number(over.length)} ended`;
  all.push({ kind: 'group', id, title: GROUPS.get(machine) ?? machine, count, isOpen });
  if (!isOpen) return;
  const shown = [...live.slice(0, MAX_LIVE), ...over.slice(0, MAX_OVER)];
  const chosen = selectedUnit.value;
  if (chosen?.machine === machine && !shown.includes(chosen) && units.includes(chosen)) shown.unshift(chosen);
  for (const unit of shown) addActor(all, unit, 1);
}

function addActor(all: Row[], actor: ActorHistory, depth: number): void {
  const children = actor.children.filter(({ start }) => start.n <= nowN.value);
  const isOpen =
    children.length === 0 ? undefined : (opened.value.get(`actor ${actor.id}`) ?? isOnWay(actor));
  all.push(actorRow(actor, depth, isOpen));
  if (isOpen) for (const child of children.slice(0, MAX_CHILDREN)) addActor(all, child, depth + 1);
}

/** What is chosen shows with all that belongs to it. */
function isOnWay(actor: ActorHistory): boolean {
  const chosen = selectedUnit.value;
  return chosen !== undefined && unitOf(actor) === chosen;
}

function actorRow(actor: ActorHistory, depth: number, isOpen: boolean | undefined): Row {
  return { kind: 'actor', id: `actor ${actor.id}`, actor, depth, isOpen };
}

export function ActorTree(): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const all = rows.value;
  const chosen = all.findIndex((row) => row.kind === 'actor' && row.actor.id === selectedId.value);
  const focusable = Math.max(0, chosen);
  useEffect(() => {
    if (list.current?.contains(document.activeElement)) focusRow(list.current, focusable);
  }, [focusable]);
  const hold = (isPointed: boolean) => () => {
    isHeld.value = isPointed;
  };
  return (
    <div
      ref={list}
      class="tree"
      role="tree"
      aria-label="Actors"
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onKeyDown={(event) => onKey(event, all, list.current)}
    >
      {all.map((row, at) => {
        const isFocusable = at === focusable;
        if (row.kind === 'group') return <GroupRow key={row.id} row={row} isFocusable={isFocusable} />;
        return <ActorRow key={row.id} row={row} isFocusable={isFocusable} />;
      })}
      {all.length === 0 && (
        <div class="empty">No actor yet. A client shows here when it is connected with this inspector.</div>
      )}
    </div>
  );
}

function GroupRow({
  row,
  isFocusable,
}: {
  readonly row: Row & { kind: 'group' };
  readonly isFocusable: boolean;
}): JSX.Element {
  const { id, title, count, isOpen } = row;
  return (
    <div
      class="group"
      role="treeitem"
      aria-level={1}
      aria-expanded={isOpen}
      tabIndex={isFocusable ? 0 : -1}
      onClick={() => toggle(id, isOpen)}
      onKeyDown={() => {}}
    >
      <Icon name={isOpen ? 'open_' : 'shut'} />
      {title}
      <span class="count">{count}</span>
    </div>
  );
}

function ActorRow({
  row,
  isFocusable,
}: {
  readonly row: Row & { kind: 'actor' };
  readonly isFocusable: boolean;
}): JSX.Element {
  const { actor, depth, isOpen, id } = row;
  const moment = momentAt(actor, nowN.value);
  const { title, about } = nameOf(actor);
  const state = moment?.state ?? '';
  const isOver = moment?.isOver !== false;
  const ageMs = (isOver ? (moment?.entry.t ?? 0) : nowMs.value) - actor.start.t;
  return (
    <div
      class={`actor depth-${Math.min(depth, 6)}${isOver ? ' over' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={isOpen}
      aria-selected={actor.id === selectedId.value}
      tabIndex={isFocusable ? 0 : -1}
      data-actor={actor.id}
      data-machine={actor.machine}
      onClick={() => select(actor.id, 'chart')}
      onKeyDown={() => {}}
    >
      {isOpen === undefined ? (
        <Dot tone={actor.machine === 'client' && !isOver ? 'ok' : toneOf(state)} />
      ) : (
        <button
          type="button"
          class="twist"
          tabIndex={-1}
          aria-label={isOpen ? 'Shut' : 'Open'}
          onClick={(event) => {
            event.stopPropagation();
            toggle(id, isOpen);
          }}
        >
          <Icon name={isOpen ? 'open_' : 'shut'} />
        </button>
      )}
      <span class="name">
        {depth === 1 && actor.machine === 'transaction' ? '' : title}{' '}
        <span class="about">{aboutOf(actor) || about}</span>
      </span>
      {actor.machine !== 'client' && state !== 'succeeded' && <StateChip state={state} />}
      <span class="age" title={isOver ? 'how long it lived' : 'its age'}>
        {duration(ageMs)}
      </span>
    </div>
  );
}

/** Where the things that are the client's only ones are. */
function aboutOf(actor: ActorHistory): string {
  const context = contextAt(actor, nowN.value);
  if (actor.machine === 'pdSession') return textOf(field(field(context, 'session'), 'leader'));
  if (actor.machine === 'store') return `${nameOf(actor).about} ${addressOf(actor)}`;
  if (actor.machine === 'client')
    return actor.id === clients.value[0]?.id ? '' : `${clients.value.indexOf(actor) + 1}`;
  return '';
}

function focusRow(list: HTMLElement, at: number): void {
  const row = list.children[at];
  if (row instanceof HTMLElement) {
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  }
}

function onKey(
  event: TargetedKeyboardEvent<HTMLDivElement>,
  all: readonly Row[],
  list: HTMLElement | null,
): void {
  if (list === null) return;
  const at = [...list.children].indexOf(document.activeElement as Element);
  const row = all[at];
  if (row === undefined) return;
  const go = (to: number) => {
    const next = all[to];
    if (next?.kind === 'actor') select(next.actor.id);
    if (next !== undefined) focusRow(list, to);
  };
  const isOpen = row.isOpen === true;
  switch (event.key) {
    case 'ArrowDown':
      go(at + 1);
      break;
    case 'ArrowUp':
      go(at - 1);
      break;
    case 'Home':
      go(0);
      break;
    case 'End':
      go(all.length - 1);
      break;
    case 'ArrowRight':
      if (row.isOpen === false) toggle(row.id, false);
      break;
    case 'ArrowLeft':
      if (isOpen) toggle(row.id, true);
      else if (row.kind === 'actor')
        go(all.findIndex((other) => other.kind === 'actor' && other.actor === row.actor.parent));
      break;
    case 'Enter':
    case ' ':
      if (row.kind === 'actor') select(row.actor.id, 'chart');
      else toggle(row.id, isOpen);
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}
