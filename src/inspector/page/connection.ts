import type { Entry, RecordingHead, Stats } from '../recording/recording.ts';
import { openWhenRead } from './files.ts';
import { add, connection, renewHead, stats } from './store.ts';

/** Listens to the process that serves the page, or opens the recording that it serves. */
export function connect(): void {
  const events = new EventSource('stream');
  const on = <Data>(type: string, handle: (data: Data) => void) =>
    events.addEventListener(type, (event) => {
      // A recording that was opened meanwhile is what is shown.
      if (connection.value === 'recording') events.close();
      else handle(JSON.parse((event as MessageEvent<string>).data) as Data);
    });
  on<RecordingHead>('head', (head) => {
    connection.value = 'live';
    renewHead(head);
  });
  on<readonly Entry[]>('entries', add);
  on<Stats>('stats', (data) => {
    connection.value = 'live';
    stats.value = data;
  });
  on('end', () => {
    events.close();
    connection.value = 'ended';
  });
  on<{ readonly name: string }>('recording', async ({ name }) => {
    events.close();
    await openWhenRead(fetchText('recording.json'), name);
    if (connection.value !== 'recording') connection.value = 'lost';
  });
  events.addEventListener('error', () => {
    if (connection.value === 'live' || connection.value === 'connecting') connection.value = 'lost';
  });
}

async function fetchText(path: string): Promise<string> {
  const response = await fetch(path);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
