// Runs in the frame: in the place of Stately's page, it keeps what it is told.
import { createBrowserReceiver } from '@statelyai/inspect';

const told: unknown[] = [];
const page = globalThis as unknown as { addEventListener(name: string, listener: () => void): void };
Object.assign(page, { told });
// The page around it learns whom to tell when the frame has loaded, as Stately's has by the time it asks.
page.addEventListener('load', () => {
  setTimeout(() => createBrowserReceiver().subscribe((event) => void told.push(event)));
});
