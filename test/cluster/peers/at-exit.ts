const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const tasks = new Set<() => void>();

function runAll(): void {
  for (const task of [...tasks].reverse()) task();
  tasks.clear();
}

/** A signal that nobody else listens to must still end this process, by its own number. */
function runAllAndFollow(signal: NodeJS.Signals): void {
  runAll();
  process.removeListener(signal, runAllAndFollow);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

/**
 * Has `task` run when this process exits or is told to by SIGINT, SIGTERM or SIGHUP: the last one given comes first.
 * Gives a function that takes it back.
 */
export function atExit(task: () => void): () => void {
  if (tasks.size === 0) {
    process.on('exit', runAll);
    for (const signal of signals) process.on(signal, runAllAndFollow);
  }
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size > 0) return;
    process.removeListener('exit', runAll);
    for (const signal of signals) process.removeListener(signal, runAllAndFollow);
  };
}
