import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Go program of the tests. */
export interface GoProgram {
  /** Name of the file that is built. */
  readonly name: string;
  /** Folder of its go.mod, go.sum and sources. */
  readonly folder: string;
  /** The package to build: an import path, or `.` for the folder itself. */
  readonly package: string;
  readonly tags: readonly string[];
}

/** Takes one line of progress. */
export type Log = (line: string) => void;

/** Go is missing, or could not build a program; the message ends with what Go printed last. */
export class GoBuildError extends Error {
  override readonly name = 'GoBuildError';
}

const cacheFolder = join(import.meta.dirname, '../../../.cache/peers');
const progressEveryMs = 10_000;
const tailLines = 20;

/**
 * Builds a Go program once and gives the path of its binary.
 *
 * The binary stays under `.cache/peers`, in a folder named by a hash of the Go version, the build tags, go.mod,
 * go.sum and the sources; while those are the same, nothing is built again. Modules come from where the
 * environment says (GOPROXY, GOFLAGS, GONOSUMDB ...), and are checked against the committed go.sum, which
 * is never written.
 *
 * @throws GoBuildError when there is no `go` on the PATH, or a download or the build fails.
 */
export async function buildGoProgram(program: GoProgram, log: Log): Promise<string> {
  const folder = join(cacheFolder, await fingerprint(program));
  const binary = join(folder, program.name);
  if (await exists(binary)) return binary;
  await mkdir(folder, { recursive: true });

  const flags = ['-mod=readonly', `-tags=${program.tags.join(',')}`];
  const packages = await go(program, log, 'downloading', [
    'list',
    '-deps',
    ...flags,
    '-f={{.ImportPath}}',
    program.package,
  ]);
  // Two builds at once each write a file of their own; the last one in place stays.
  const unfinished = `${binary}.${process.pid}`;
  const total = packages.split('\n').length;
  const build = ['build', '-v', '-buildvcs=false', ...flags, '-o', unfinished, program.package];
  await go(program, log, `compiling, at most ${total} packages`, build);
  await rename(unfinished, binary);
  return binary;
}

async function fingerprint(program: GoProgram): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await go(program, () => {}, 'asking for the version', ['version']));
  hash.update(JSON.stringify([program.package, program.tags]));
  for (const file of (await readdir(program.folder)).sort()) {
    if (!/^go\.(mod|sum)$|\.go$/.test(file)) continue;
    hash.update(`${file}\0`).update(await readFile(join(program.folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Runs one go command, tells how far it is, and gives its standard output. Go prints one line per step to stderr. */
async function go(
  program: GoProgram,
  log: Log,
  doing: string,
  parameters: readonly string[],
): Promise<string> {
  const startedAt = Date.now();
  const child = spawn('go', parameters, {
    cwd: program.folder,
    env: { ...process.env, GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let steps = 0;
  let tail: string[] = [];
  const tell = (end: string) => {
    log(`${program.name}: ${doing}: ${steps} steps, ${Math.round((Date.now() - startedAt) / 1000)} s${end}`);
  };
  createInterface(child.stderr).on('line', (line) => {
    steps += 1;
    tail = [...tail, line].slice(-tailLines);
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const progress = setInterval(() => tell(' ...'), progressEveryMs);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', (cause: NodeJS.ErrnoException) => reject(startFailure(program, cause)));
      child.once('close', (code) => {
        if (code === 0) return resolve();
        reject(new GoBuildError(`${program.name}: go ${parameters[0]} failed:\n${tail.join('\n')}`));
      });
    });
  } finally {
    clearInterval(progress);
  }
  tell('');
  return Buffer.concat(output).toString().trim();
}

function startFailure(program: GoProgram, cause: NodeJS.ErrnoException): GoBuildError {
  const reason =
    cause.code === 'ENOENT'
      ? 'there is no `go` on the PATH; Go 1.26 or newer is needed (https://go.dev/dl)'
      : cause.message;
  return new GoBuildError(`${program.name} cannot be built: ${reason}`, { cause });
}
