import { chartMode, zoomChart } from './chart-pane.tsx';
import { saveFile } from './files.ts';
import {
  cursor,
  type Detail,
  detail,
  goToStep,
  pauseOrGoOn,
  showsHelp,
  side,
  stepIndex,
  steps,
} from './store.ts';
import { nextTheme } from './theme.ts';
import { replayOrStop } from './transport.tsx';

/** What a key does, as the page tells it. */
export const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'search'],
  ['k', 'find a key'],
  ['↑ ↓', 'choose in the list that has the focus'],
  ['← →', 'step back and forward'],
  ['Home End', 'first and last step'],
  ['Space', 'pause, and go on'],
  ['r', 'replay slowly'],
  ['n', 'back to now'],
  ['1 2 3', 'messages, events, context'],
  ['a', 'actors or transactions'],
  ['f w', 'follow the state, the whole chart'],
  ['+ -', 'closer, farther'],
  ['e o', 'export, open a recording'],
  ['t', 'colours'],
  ['?', 'this list'],
];

const DETAILS: Readonly<Record<string, Detail>> = { 1: 'messages', 2: 'events', 3: 'context' };

const ACTIONS: Readonly<Record<string, () => void>> = {
  '/': () => focus('search'),
  k: () => focus('key-filter'),
  ArrowLeft: () => goToStep(stepIndex.value - 1),
  ArrowRight: () => goToStep(stepIndex.value + 1),
  Home: () => goToStep(0),
  End: () => goToStep(steps.value.length - 1),
  ' ': pauseOrGoOn,
  r: replayOrStop,
  n: () => {
    cursor.value = undefined;
  },
  a: () => {
    side.value = side.value === 'actors' ? 'transactions' : 'actors';
  },
  f: () => {
    chartMode.value = 'follow';
  },
  w: () => {
    chartMode.value = 'whole';
  },
  '+': () => zoomChart(1.25),
  '-': () => zoomChart(0.8),
  e: saveFile,
  o: () => document.getElementById('open-file')?.click(),
  t: nextTheme,
  '?': () => {
    showsHelp.value = true;
  },
};

/** Keys work wherever nothing is being typed. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.matches('input, select, textarea')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const isButton = target instanceof HTMLElement && target.matches('button, summary');
    if (isButton && event.key === ' ') return;
    const name = DETAILS[event.key];
    const action = name === undefined ? ACTIONS[event.key] : () => (detail.value = name);
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}
