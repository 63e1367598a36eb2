import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, UsageError } from '../../src/index.ts';
import { inspectFile } from '../../src/inspector/cli/inspect-file.ts';
import { failure } from '../contract/support.ts';
import { openBareInspector } from './support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'));
});
afterAll(() => rm(folder, { recursive: true }));

const page = async () => new Map([['index.html', { type: 'text/html', body: 'the page' }]]);
const anywhere = { port: 0, host: '127.0.0.1' };

describe('inspecting a file', () => {
  it('serves the recording in it, and tells the page that this is what it shows', async () => {
    await using inspector = await openBareInspector();
    const recording = inspector.recording();
    const file = join(folder, 'sound.json');
    await writeFile(file, JSON.stringify(recording));
    const server = await inspectFile(file, anywhere, page);
    expect(await (await fetch(server.url)).text()).toBe('the page');
    expect(await (await fetch(`${server.url}recording.json`)).json()).toEqual(recording);
    expect(await (await fetch(`${server.url}stream`)).text()).toBe(
      'event: recording\ndata: {"name":"sound.json"}\n\n',
    );
    await server.close();
  });

  it('serves one whose contexts lie deeper than the stack, as it is in the file', async () => {
    await using inspector = await openBareInspector();
    const context = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const entry = `{"n":1,"t":0,"kind":"start","actor":1,"name":"a","machine":"a","status":"active","oneOf":1,"context":${context}}`;
    const text = JSON.stringify({ ...inspector.recording(), entries: [] }).replace(
      '"entries":[]',
      `"entries":[${entry}]`,
    );
    const file = join(folder, 'deep.json');
    await writeFile(file, text);
    const server = await inspectFile(file, anywhere, page);
    expect(await (await fetch(`${server.url}recording.json`)).text()).toBe(text);
    await server.close();
  });

  it('refuses what is no recording with the reason, before anything is opened', async () => {
    const file = join(folder, 'other.json');
    await writeFile(file, '{"log":{}}');
    const opened: string[] = [];
    const error = await failure(
      inspectFile(file, anywhere, async () => {
        opened.push('page');
        return new Map();
      }),
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).problems).toEqual([
      `${file} cannot be opened`,
      'It is no recording of this inspector: "format" is not "tikv-client recording"',
    ]);
    expect(opened).toEqual([]);
  });

  it('refuses a file that is not there, and a port that is none', async () => {
    expect(await failure(inspectFile(join(folder, 'none.json'), anywhere, page))).toBeInstanceOf(UsageError);
    expect(await failure(inspectFile('x', { ...anywhere, port: 70_000 }, page))).toBeInstanceOf(UsageError);
  });
});

const main = fileURLToPath(new URL('../../src/inspector/cli/main.ts', import.meta.url));

describe('the command', () => {
  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', main, ...args], (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });

  it('says in words what is wrong, without a stack, and fails', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{');
    const { code, err } = await run('inspect', file);
    expect(code).toBe(1);
    expect(err).toMatch(/^\S+broken\.json cannot be opened\n {2}It is not JSON: .*\n$/);
  });

  it('a command that there is none of is told', async () => {
    const { code, err } = await run('foo');
    expect([code, err]).toEqual([1, 'Unknown command "foo"; expected one of inspect, cluster\n']);
    expect((await run('clustr')).err).toBe('Unknown command "clustr"; did you mean cluster?\n');
    expect(await run('--hlep')).toMatchObject({
      code: 1,
      err: 'Unknown option "--hlep"; did you mean --help?\n',
    });
  });

  it('starts a cluster, and refuses one that cannot be meant', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, 'cluster', '--pd-port', '0', '--stores', '2'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8');
    while (!output.includes('url')) output += (await once(child.stdout, 'data'))[0];
    await using tikv = await connect(/tikv:\S+/.exec(output)?.[0] as string);
    expect(await tikv.get('k')).toBeUndefined();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await run('cluster', '--stores', 'many')).err).toBe(
      '--stores must be a whole number, not "many"\n',
    );
    expect((await run('cluster', '--api-version', 'v3')).err).toContain('apiVersion must be "v1" or');
    expect((await run('cluster', '--keyspaces', 'a')).err).toBe('--keyspaces needs --api-version v2\n');
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('inspect <recording>');
    expect((await run()).code).toBe(1);
    expect((await run('inspect')).err).toContain('missing required args');
  });
});
