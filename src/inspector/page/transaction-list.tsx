import { computed } from '@preact/signals';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { duration, number, shortTs, wallTime } from '../view/format.ts';
import { isTransaction, nameOf } from '../view/names.ts';
import { type ActorHistory, isOver } from '../view/timeline.ts';
import { OUTCOME_WORDS, summarize } from '../view/unit-summary.ts';
import { isHeld, unitsShown } from './lists.ts';
import { head, nowMs, select, selectedId } from './store.ts';

const MAX_ROWS = 200;

/** Newest first. */
const transactions = computed(() => unitsShown.value.filter(isTransaction));

export function TransactionList(): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const all = transactions.value;
  const shown = all.slice(0, MAX_ROWS);
  return (
    <>
      <ul
        ref={list}
        class="transactions"
        onPointerEnter={() => (isHeld.value = true)}
        onPointerLeave={() => (isHeld.value = false)}
        onKeyDown={(event) => onKey(event, shown)}
      >
        {shown.map((unit, at) => (
          <TransactionRow key={unit.id} unit={unit} isFocusable={isFocusable(unit, at, shown)} />
        ))}
      </ul>
      {all.length === 0 && <p class="empty">No transaction that is looked for.</p>}
      {all.length > MAX_ROWS && (
        <p class="empty">{number(all.length - MAX_ROWS)} more: search to find them.</p>
      )}
    </>
  );
}

function isFocusable(unit: ActorHistory, at: number, shown: readonly ActorHistory[]): boolean {
  if (unit.id === selectedId.value) return true;
  return at === 0 && !shown.some(({ id }) => id === selectedId.value);
}

function TransactionRow({
  unit,
  isFocusable,
}: {
  readonly unit: ActorHistory;
  readonly isFocusable: boolean;
}): JSX.Element {
  const { outcome, protocol, durationMs, requests, retries, sleeps, sleptMs, keys, keyCount, error } =
    summarize(unit);
  const ms = isOver(unit) ? durationMs : nowMs.value - unit.start.t;
  const facts = [
    duration(ms),
    `${requests} ${requests === 1 ? 'request' : 'requests'}`,
    retries > 0 ? `${retries} ${retries === 1 ? 'retry' : 'retries'}` : '',
    sleeps > 0 ? `slept ${duration(sleptMs)}` : '',
    keyCount > 0 ? `${keyCount} ${keyCount === 1 ? 'key' : 'keys'}` : '',
  ];
  return (
    <li>
      <button
        type="button"
        class="transaction"
        aria-pressed={unit.id === selectedId.value}
        data-actor={unit.id}
        data-outcome={outcome}
        tabIndex={isFocusable ? 0 : -1}
        title={[unit.name, ...keys.slice(0, 8)].join('\n')}
        onClick={() => select(unit.id, 'chart')}
      >
        <span class="name">{nameOf(unit).about || shortTs(unit.name)}</span>
        <span class="protocol">{protocol}</span>
        <span class="age">{wallTime(head.value.startedAt, unit.start.t)}</span>
        <span class={`chip outcome-${outcome}`}>
          {error === '' ? OUTCOME_WORDS[outcome] : errorWords(error)}
        </span>
        <span class="facts">{facts.filter(Boolean).join(' · ')}</span>
      </button>
    </li>
  );
}

/** `write conflict` for `TIKV_WRITE_CONFLICT`. */
function errorWords(code: string): string {
  return code
    .replace(/^TIKV_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
}

function onKey(event: TargetedKeyboardEvent<HTMLUListElement>, shown: readonly ActorHistory[]): void {
  const step = event.key === 'ArrowDown' ? 1 : -1;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const to = buttons.indexOf(document.activeElement as HTMLButtonElement) + step;
  const unit = shown[to];
  if (unit === undefined) return;
  select(unit.id);
  buttons[to]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
