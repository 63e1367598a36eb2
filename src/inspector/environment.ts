import { randomBytes } from 'node:crypto';

/** What an inspector takes from the outside: it watches clients of several runtimes, and has none of its own. */
export interface InspectorEnvironment {
  /** Monotonic, in milliseconds. */
  now(): number;
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
  /** What nobody can guess, for an address. */
  token(): string;
  /** Calls back again and again until the function returned is called. Keeps no process alive. */
  every(intervalMs: number, task: () => void): () => void;
  /** Calls back once, unless the function returned is called before. */
  after(delayMs: number, task: () => void): () => void;
}

/** The system's clocks and randomness: the only place under src/inspector that reads them, but for the page. */
export function systemEnvironment(): InspectorEnvironment {
  return {
    now: () => performance.now(),
    wallMs: () => Date.now(),
    token: () => randomBytes(16).toString('base64url'),
    every: (intervalMs, task) => {
      const timer = setInterval(task, intervalMs).unref();
      return () => clearInterval(timer);
    },
    after: (delayMs, task) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
