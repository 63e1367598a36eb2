import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ChartPane } from './chart-pane.tsx';
import { Details } from './details.tsx';
import { Icon } from './icons.tsx';
import { KEYS } from './keyboard.ts';
import { Sidebar } from './sidebar.tsx';
import { type Pane, pane, problems, showsHelp } from './store.ts';
import { TopBar } from './top-bar.tsx';

export function App(): JSX.Element {
  return (
    <div class="app" data-pane={pane.value}>
      <TopBar />
      <Problems />
      <main>
        <Sidebar />
        <ChartPane />
        <Details />
      </main>
      <Panes />
      <Help />
    </div>
  );
}

const PANES: readonly (readonly [Pane, string])[] = [
  ['list', 'Actors'],
  ['chart', 'Chart'],
  ['detail', 'Messages'],
];

/** Where there is room for one pane only. */
function Panes(): JSX.Element {
  return (
    <nav class="panes" aria-label="Panes">
      {PANES.map(([name, label]) => (
        <button
          key={name}
          type="button"
          aria-current={pane.value === name ? 'page' : undefined}
          onClick={() => (pane.value = name)}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}

function Problems(): JSX.Element | null {
  const [first, ...others] = problems.value;
  if (first === undefined) return null;
  return (
    <div class="problems" role="alert">
      <div>
        <b>{first}</b>
        {others.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
      <button type="button" class="icon-button" aria-label="Shut" onClick={() => (problems.value = [])}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Help(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const isShown = showsHelp.value;
  useEffect(() => {
    if (isShown) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isShown]);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-label="Keys"
      onClose={() => (showsHelp.value = false)}
      onClick={() => (showsHelp.value = false)}
      onKeyDown={() => {}}
    >
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
