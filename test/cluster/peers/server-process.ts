import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.ts';

const killAfterMs = 5_000;
const pollEveryMs = 50;
const tailLines = 30;

/** A server as a child process: its output goes to a file, and it dies with this process. */
export class ServerProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  #failure: Error | undefined;

  /** Starts `binary`; standard output and error go to `logFile`. */
  constructor(name: string, binary: string, parameters: readonly string[], logFile: string) {
    this.#name = name;
    this.#logFile = logFile;
    const output = openSync(logFile, 'a');
    this.#child = spawn(binary, parameters, { stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child.once('error', (failure) => {
      this.#failure = failure;
    });
    this.#child.once(
      'close',
      atExit(() => this.#child.kill('SIGKILL')),
    );
  }

  /**
   * Resolves once `isReady` does so with true, which is asked again and again; its errors count as false.
   *
   * @throws Error with the end of the log when the process ends before, or `withinMs` pass.
   */
  async ready(isReady: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!(await isReady().catch(() => false))) {
      if (this.#failure) throw new Error(`${this.#name} could not be started`, { cause: this.#failure });
      if (this.#ended) throw new Error(`${this.#name} ended while starting:\n${await this.logTail()}`);
      if (Date.now() > deadline) {
        throw new Error(`${this.#name} was not ready within ${withinMs} ms:\n${await this.logTail()}`);
      }
      await sleep(pollEveryMs);
    }
  }

  /** Calls `tell` with the end of the log should the process end before {@link stop}. */
  onUnexpectedEnd(tell: (message: string) => void): void {
    this.#child.once('exit', async (code, signal) => {
      if (this.#child.killed) return;
      tell(`${this.#name} ended by itself (${signal ?? `code ${code}`}):\n${await this.logTail()}`);
    });
  }

  /** Asks the process to end, kills it after 5 s, and resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const gone = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), killAfterMs);
    await gone;
    clearTimeout(kill);
  }

  /** The last lines that the process printed. */
  async logTail(): Promise<string> {
    return (await readFile(this.#logFile, 'utf8')).trimEnd().split('\n').slice(-tailLines).join('\n');
  }

  get #ended(): boolean {
    return this.#failure !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
