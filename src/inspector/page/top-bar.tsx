import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { number } from '../view/format.ts';
import { machineTitle } from '../view/names.ts';
import { openFile, saveFile } from './files.ts';
import { IconButton } from './icons.tsx';
import { rates } from './rates.ts';
import { connection, cursor, head, pauseOrGoOn, showsHelp, sourceName, stats } from './store.ts';
import { nextTheme, theme } from './theme.ts';

export function TopBar(): JSX.Element {
  const file = useRef<HTMLInputElement>(null);
  return (
    <header class="top-bar">
      <h1>
        <span class="brand">tikv-client</span> inspector
      </h1>
      <Status />
      <Figures />
      <div class="spacer" />
      <nav class="actions" aria-label="Recording">
        {connection.value === 'live' && (
          <button
            type="button"
            class="button"
            aria-pressed={cursor.value !== undefined}
            onClick={pauseOrGoOn}
          >
            {cursor.value === undefined ? 'Pause' : 'Go on'}
          </button>
        )}
        <IconButton icon="save" label="Export the recording (e)" onClick={saveFile} />
        <IconButton icon="open" label="Open a recording (o)" onClick={() => file.current?.click()} />
        <input
          ref={file}
          id="open-file"
          type="file"
          accept="application/json,.json"
          hidden
          onChange={({ currentTarget }) => {
            void openFile(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <IconButton icon="theme" label={`Colours: ${theme.value} (t)`} onClick={nextTheme} />
        <IconButton icon="help" label="Keys (?)" onClick={() => (showsHelp.value = true)} />
      </nav>
    </header>
  );
}

const STATUS = {
  connecting: ['held', 'connecting'],
  live: ['ok', 'live'],
  lost: ['failed', 'the process does not answer; what it told is kept'],
  ended: ['gone', 'the inspector was closed; what it told is kept'],
  recording: ['idle', ''],
} as const;

function Status(): JSX.Element {
  const [tone, text] = STATUS[connection.value];
  const isPaused = connection.value === 'live' && cursor.value !== undefined;
  const words = isPaused ? 'paused' : text || sourceName.value;
  return (
    <span class="status" role="status">
      <span class={`dot tone-${isPaused ? 'held' : tone}`} aria-hidden="true" />
      {words}
      {connection.value === 'recording' && <span class="dim"> recorded by {head.value.recordedBy}</span>}
    </span>
  );
}

/** What is told of all actors, whether they are recorded or not. */
function Figures(): JSX.Element | null {
  if (stats.value === undefined) return null;
  const { fault } = stats.value;
  const perSecond = rates.value.get('transaction') ?? 0;
  const sampled = Object.entries(stats.value.oneOf).filter(([, oneOf]) => oneOf > 1);
  return (
    <span class="figures">
      <span>
        <b>{number(perSecond)}</b> transactions/s
      </span>
      {sampled.length > 0 && (
        <span
          class="sampled"
          title={
            'There is more than can be recorded. Each of these is recorded as a whole, with all that belongs to it; ' +
            'counts are of all'
          }
        >
          recording{' '}
          {sampled
            .map(
              ([machine, oneOf]) => `1 of ${number(oneOf)} ${PLURALS.get(machine) ?? machineTitle(machine)}`,
            )
            .join(', ')}
        </span>
      )}
      {fault !== undefined && (
        <span class="fault" title={fault}>
          the inspector stumbled: {fault}
        </span>
      )}
    </span>
  );
}

const PLURALS: ReadonlyMap<string, string> = new Map([
  ['transaction', 'transactions'],
  ['regionRequest', 'requests'],
  ['lockResolver', 'lock resolvers'],
]);
