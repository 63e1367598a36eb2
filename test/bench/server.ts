import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BUILT_CLUSTER } from './built.ts';

/** The embedded cluster in a process of its own, so that the client's CPU is the client's alone. */
export class BenchServer implements AsyncDisposable {
  readonly url: string;
  readonly #process: ChildProcess;

  constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#process = child;
  }

  static async start(): Promise<BenchServer> {
    // Its data lives in memory, and a million keys of a bulk transaction take gigabytes.
    const child = spawn(process.execPath, ['--max-old-space-size=8192', BUILT_CLUSTER, '--pd-port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^url\s+(\S+)/.exec(line)?.[1];
      if (url !== undefined) return new BenchServer(url, child);
    }
    throw new Error('The cluster ended before it was ready');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
  }
}
