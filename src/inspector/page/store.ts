import { computed, signal } from '@preact/signals';
import type { Entry, Recording, RecordingHead, Stats } from '../recording/recording.ts';
import { RECORDING_FORMAT, RECORDING_VERSION } from '../recording/recording.ts';
import { type Filter, hiddenKeyName, NO_FILTER } from '../view/filter.ts';
import { countsOfStats } from '../view/state-counts.ts';
import { type ActorHistory, below, Timeline, unitOf } from '../view/timeline.ts';

/** What the page shows, and where it is from: the one place that its parts share. */

const NOTHING: RecordingHead = {
  format: RECORDING_FORMAT,
  version: RECORDING_VERSION,
  recordedBy: '',
  startedAt: '',
  shows: { keys: false, values: false },
  machines: [],
};

export type Connection = 'connecting' | 'live' | 'lost' | 'ended' | 'recording';
export type Side = 'actors' | 'transactions';
export type Detail = 'messages' | 'events' | 'context';
/** On a narrow screen one pane shows at a time. */
export type Pane = 'list' | 'chart' | 'detail';

export const connection = signal<Connection>('connecting');
/** Of a recording. */
export const sourceName = signal('');
/** What went wrong with a file, one sentence each. */
export const problems = signal<readonly string[]>([]);
export const stats = signal<Stats | undefined>(undefined);
export const side = signal<Side>('actors');
export const detail = signal<Detail>('messages');
export const pane = signal<Pane>('list');
export const filter = signal<Filter>(NO_FILTER);
export const keyName = signal('');
export const selectedId = signal<number | undefined>(undefined);
/** The entry at which everything is shown; undefined follows what happens. */
export const cursor = signal<number | undefined>(undefined);
export const isReplaying = signal(false);
export const showsHelp = signal(false);

const held = signal({ timeline: new Timeline(NOTHING), version: 0 });

/** How many actors are in which state, as the process tells. */
export const statsCounts = computed(() => stats.value && countsOfStats(stats.value));

/** What is recorded. It grows in place: who reads this is told of it. */
export const timeline = computed(() => ({ ...held.value }));
export const head = computed(() => held.value.timeline.head);

/** The entry at which everything is shown. */
export const nowN = computed(() => cursor.value ?? timeline.value.timeline.lastN);

/** The same as a time, in milliseconds: of a live client it goes on between entries. */
export const nowMs = computed(() => {
  const { timeline: at } = timeline.value;
  if (cursor.value !== undefined) return at.timeOf(cursor.value);
  return connection.value === 'live' ? Math.max(at.lastMs, stats.value?.t ?? 0) : at.lastMs;
});

export const selected = computed(() => timeline.value.timeline.actor(selectedId.value));

/** All that belongs to what is selected. Of a client that is the actor alone. */
export const selectedUnit = computed<ActorHistory | undefined>(() => {
  const actor = selected.value;
  return actor === undefined || actor.machine === 'client' ? actor : unitOf(actor);
});

/** Entries that stepping goes through: those of the selected unit, or, of a client, all. */
export const steps = computed<readonly Entry[]>(() => {
  const { timeline: all } = timeline.value;
  const unit = selectedUnit.value;
  const actors = unit === undefined || unit.machine === 'client' ? [...all.actors] : below(unit);
  return actors.flatMap(({ entries }) => entries).sort((a, b) => a.n - b.n);
});

/** Place among the steps of the entry at which everything is shown; -1 before the first. */
export const stepIndex = computed(() => {
  const at = nowN.value;
  return steps.value.findLastIndex(({ n }) => n <= at);
});

export function begin(newHead: RecordingHead): void {
  held.value = { timeline: new Timeline(newHead), version: 0 };
  cursor.value = undefined;
  selectedId.value = undefined;
  isReplaying.value = false;
}

/** A head again, of the same recording: a machine more was met. */
export function renewHead(newHead: RecordingHead): void {
  const { timeline: known, version } = held.value;
  const isSame = known.head.startedAt === newHead.startedAt && known.head.recordedBy === newHead.recordedBy;
  if (isSame) held.value = { timeline: known.under(newHead), version: version + 1 };
  else begin(newHead);
}

export function add(entries: readonly Entry[]): void {
  const { timeline: all, version } = held.value;
  all.add(entries);
  held.value = { timeline: all, version: version + 1 };
  if (selectedId.value === undefined) selectedId.value = [...all.actors].find(isClient)?.id;
}

const isClient = ({ machine }: ActorHistory) => machine === 'client';

/** Shows a recording, from its end. */
export function open({ entries, ...newHead }: Recording, name: string): void {
  connection.value = 'recording';
  sourceName.value = name;
  stats.value = undefined;
  problems.value = [];
  begin(newHead);
  add(entries);
}

export function select(id: number | undefined, show?: Pane): void {
  selectedId.value = id;
  isReplaying.value = false;
  if (show !== undefined) pane.value = show;
}

export function setFilter(change: Partial<Filter>): void {
  filter.value = { ...filter.value, ...change };
}

const KEYS_NOT_FOUND_BY_TEXT = [
  'Here a key is found as it is shown, not by its text.',
  'Its text takes a hash, which browsers make for pages from loopback or by https alone: open this page at 127.0.0.1, ' +
    'through a tunnel if need be, or have the inspector show keys (showKeys).',
];

/** A key is looked for by its text; in a recording without keys, by what its text would be shown as. */
export async function setKey(key: string): Promise<void> {
  const name = key === '' || head.value.shows.keys ? '' : await hiddenKeyName(key);
  if (name === undefined) problems.value = KEYS_NOT_FOUND_BY_TEXT;
  keyName.value = name ?? '';
  setFilter({ key });
}

export function pauseOrGoOn(): void {
  isReplaying.value = false;
  cursor.value = cursor.value === undefined ? timeline.value.timeline.lastN : undefined;
}

/** Goes to a step by its place; past the last one it is the last. */
export function goToStep(index: number): void {
  const last = steps.value.length - 1;
  const entry = steps.value[Math.max(0, Math.min(last, index))];
  if (entry !== undefined) cursor.value = entry.n;
}
