import { parseRecording } from '../recording/parse-recording.ts';
import type { Recording } from '../recording/recording.ts';
import { open, problems, timeline } from './store.ts';

/** Opens the text of a recording, or tells what is wrong with it; what is shown stays then. */
export async function openWhenRead(text: Promise<string>, name: string): Promise<void> {
  try {
    const parsed = parseRecording(await text);
    if ('recording' in parsed) open(parsed.recording, name);
    else problems.value = [`${name} cannot be opened.`, ...parsed.problems];
  } catch (error) {
    problems.value = [`${name} cannot be read.`, String(error)];
  }
}

export async function openFile(file: File | undefined): Promise<void> {
  if (file !== undefined) await openWhenRead(file.text(), file.name);
}

/** Everything that the page has, as a file of the browser. */
export function saveFile(): void {
  const { timeline: all } = timeline.value;
  const entries = [...all.actors].flatMap((actor) => actor.entries).sort((a, b) => a.n - b.n);
  const recording: Recording = { ...all.head, entries };
  const url = URL.createObjectURL(new Blob([JSON.stringify(recording)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `tikv-client-${all.head.startedAt.replaceAll(/[:.]/g, '-')}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

/** A recording that is dropped anywhere on the page is opened. */
export function listenToDrops(): void {
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    void openFile(event.dataTransfer?.files[0]);
  });
}
