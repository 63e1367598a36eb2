import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UsageError } from '../../src/index.ts';
import { systemEnvironment } from '../../src/inspector/environment.ts';
import { openInspector } from '../../src/inspector/open-inspector.ts';
import { InspectorServer, type Source } from '../../src/inspector/server/inspector-server.ts';
import { failure, put, startWorld } from '../contract/support.ts';
import { openBareInspector } from './support.ts';

/** A request as somebody other than a browser on the page could send it. */
function ask(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, method }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the address', () => {
  it('is on loopback, and no other interface answers', async () => {
    await using inspector = await openBareInspector();
    expect(inspector.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/$/);
    expect((await ask(inspector.url)).text).toBe('the page');
    const outward = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.internal === false && address.family === 'IPv4');
    for (const address of outward) {
      const url = inspector.url.replace('127.0.0.1', address?.address ?? '');
      await expect(ask(url)).rejects.toThrow('ECONNREFUSED');
    }
  });

  it('has a token without which nothing is given', async () => {
    await using inspector = await openBareInspector();
    const { origin, pathname } = new URL(inspector.url);
    const wrong = `/${'A'.repeat(22)}/`;
    for (const path of [
      '/',
      wrong,
      `${wrong}recording.json`,
      `${wrong}stream`,
      `/x${pathname}`,
      '/recording.json',
    ]) {
      expect((await ask(origin + path)).status, path).toBe(403);
    }
    expect((await ask(`${inspector.url}recording.json`)).status).toBe(200);
    expect((await ask(`${inspector.url}other`)).status).toBe(404);
  });

  it('is another one each time', async () => {
    await using first = await openBareInspector();
    await using second = await openBareInspector();
    expect(new URL(first.url).pathname).not.toBe(new URL(second.url).pathname);
  });
});

describe('who asks', () => {
  it('must call the inspector by its own name: a name made to resolve to it is refused', async () => {
    await using inspector = await openBareInspector();
    const { port } = new URL(inspector.url);
    for (const host of ['attacker.example', `attacker.example:${port}`, '127.0.0.1.attacker.example']) {
      expect((await ask(inspector.url, { host })).status, host).toBe(421);
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await ask(inspector.url, { host })).status, host).toBe(200);
    }
  });

  it('must not be a page of another origin, even with the token', async () => {
    await using inspector = await openBareInspector();
    const own = new URL(inspector.url).origin;
    const stream = `${inspector.url}recording.json`;
    expect((await ask(stream, { origin: 'http://attacker.example' })).status).toBe(403);
    expect((await ask(stream, { origin: 'null' })).status).toBe(403);
    expect((await ask(stream, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).status).toBe(
      403,
    );
    expect((await ask(stream, { origin: own, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(
      (await ask(inspector.url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status,
    ).toBe(200);
  });

  it('can read, and nothing else', async () => {
    await using inspector = await openBareInspector();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(inspector.url, {}, method)).status, method).toBe(405);
    }
  });

  it('is told to load nothing from elsewhere, run nothing inline and frame nothing', async () => {
    await using inspector = await openBareInspector();
    const { headers } = await ask(inspector.url);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
  });
});

/** Reads messages of the stream until one of a type has come. */
async function messagesUntil(
  url: string,
  last: string,
  headers: Record<string, string> = {},
): Promise<Map<string, string[]>> {
  const messages = new Map<string, string[]>();
  const response = await fetch(`${url}stream`, { headers });
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const whole = text.split('\n\n');
    text = whole.pop() ?? '';
    for (const message of whole) {
      const event = /^event: (.*)$/m.exec(message)?.[1] ?? '';
      messages.set(event, [...(messages.get(event) ?? []), /^data: (.*)$/m.exec(message)?.[1] ?? '']);
    }
    if (messages.has(last)) return messages;
  }
  return messages;
}

describe('the stream', () => {
  it('tells what is recorded so far, then figures of all actors', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect } });
    await put(world.tikv, { a: '1' });
    const messages = await messagesUntil(inspector.url, 'stats');
    const { entries, ...head } = inspector.recording();
    expect(JSON.parse(messages.get('head')?.[0] ?? '')).toEqual(head);
    expect((messages.get('entries') ?? []).flatMap((data) => JSON.parse(data))).toEqual(entries);
    expect(JSON.parse(messages.get('stats')?.[0] ?? '')).toMatchObject({
      ended: { transaction: { committed: 1 } },
      oneOf: { transaction: 1 },
    });
  });

  it('goes on where a page was cut off', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect } });
    await put(world.tikv, { a: '1' });
    const { entries } = inspector.recording();
    const middle = entries[Math.floor(entries.length / 2)]?.n ?? 0;
    const messages = await messagesUntil(inspector.url, 'stats', { 'last-event-id': String(middle) });
    const told = (messages.get('entries') ?? []).flatMap((data) => JSON.parse(data) as { n: number }[]);
    expect(told.map(({ n }) => n)).toEqual(entries.map(({ n }) => n).filter((n) => n > middle));
  });

  it('ends when the inspector is closed, and says so', async () => {
    const inspector = await openBareInspector();
    const messages = messagesUntil(inspector.url, 'end');
    await messagesUntil(inspector.url, 'stats');
    await inspector.close();
    expect((await messages).has('end')).toBe(true);
    await expect(ask(inspector.url)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('what goes wrong in the server', () => {
  const options = { host: '127.0.0.1', port: 0, keepAlive: false };
  const fail = (): never => {
    throw new RangeError('on purpose');
  };
  const listen = (source: Partial<Source>) =>
    InspectorServer.listen(
      options,
      new Map(),
      { recording: fail, stream: fail, ...source },
      systemEnvironment(),
    );

  it('is the answer to a request, and no exception in the process', async () => {
    const server = await listen({});
    expect(await ask(`${server.url}recording.json`)).toMatchObject({
      status: 500,
      text: 'The inspector failed: on purpose\n',
    });
    await server.close();
  });

  it('ends an answer that has begun', async () => {
    const server = await listen({});
    await expect(ask(`${server.url}stream`)).rejects.toThrow('socket hang up');
    expect((await ask(`${server.url}recording.json`)).status).toBe(500);
    await server.close();
  });

  it('is a connection that cannot be taken: others can', async () => {
    const listening = vi.spyOn(Server.prototype, 'listen');
    onTestFinished(() => listening.mockRestore());
    const server = await listen({ recording: () => '{}' });
    (listening.mock.contexts[0] as Server).emit('error', new Error('accept EMFILE'));
    expect((await ask(`${server.url}recording.json`)).status).toBe(200);
    await server.close();
  });
});

describe('a close', () => {
  /** An inspector with a page that does not take what it is told last, and the end of the inspector's patience. */
  async function openWithSilentPage() {
    const patience: (() => void)[] = [];
    const environment = {
      ...systemEnvironment(),
      after: (_: number, task: () => void) => {
        patience.push(task);
        return () => {};
      },
    };
    const inspector = await openInspector({ quiet: true }, new Map(), environment);
    const page = await fetch(`${inspector.url}stream`);
    const ending = vi.spyOn(ServerResponse.prototype, 'end').mockReturnThis();
    onTestFinished(() => ending.mockRestore());
    return { inspector, page, runOutOfPatience: () => patience.forEach((task) => void task()) };
  }

  it('waits for pages, but not for long', async () => {
    const { inspector, page, runOutOfPatience } = await openWithSilentPage();
    const closed = inspector.close();
    runOutOfPatience();
    await closed;
    await expect(page.text()).rejects.toThrow('terminated');
    await expect(ask(inspector.url)).rejects.toThrow('ECONNREFUSED');
  });

  it('that is asked for again ends with the first', async () => {
    const { inspector, runOutOfPatience } = await openWithSilentPage();
    const ended: string[] = [];
    const both = ['first', 'second'].map((name) => inspector.close().then(() => ended.push(name)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toEqual([]);
    runOutOfPatience();
    await Promise.all(both);
    expect(ended).toEqual(['first', 'second']);
  });
});

describe('options', () => {
  it('are checked, all at once', async () => {
    const error = await failure(
      openBareInspector({ port: -1, host: '', showKeys: 'yes', verbose: true } as never),
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).problems).toEqual([
      expect.stringMatching(/^Unknown option "verbose"; expected one of port, host/),
      'port must be a whole number from 0 to 65535, not -1',
      'host must be an address, not ""',
      'showKeys must be true or false, not "yes"',
    ]);
  });

  it('a recording may be no smaller than what shows a client at work, and no larger than what can be sent', async () => {
    for (const maxRecordingBytes of [1_048_575, 268_435_457])
      expect(await failure(openBareInspector({ maxRecordingBytes }))).toBeInstanceOf(UsageError);
  });

  it('a port that is taken is a UsageError', async () => {
    await using first = await openBareInspector();
    const error = await failure(openBareInspector({ port: Number(new URL(first.url).port) }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain('EADDRINUSE');
  });
});

describe('a process with an inspector', () => {
  /** Runs a process, opens the page's stream of it, and waits for its end. @returns what it printed after the address */
  async function run(options: string, after: string): Promise<string> {
    const module = new URL('./support.ts', import.meta.url).href;
    const script = `
      import { openBareInspector } from ${JSON.stringify(module)};
      const inspector = await openBareInspector(${options});
      process.stdout.write(inspector.url + '\\n');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      process.stdin.destroy();
      ${after}`;
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const page = await fetch(`${(await lines.next()).value}stream`);
    child.stdin.write('go');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    await page.text().catch(() => {});
    const { value } = await lines.next();
    return value ?? '';
  }

  it('ends by itself, with a page connected', async () => {
    expect(await run('{}', "process.on('exit', () => process.stdout.write('ended'));")).toBe('ended');
  });

  it('goes on while the inspector is open, when told to', async () => {
    const close =
      "setTimeout(async () => { process.stdout.write('still open'); await inspector.close(); }, 300)";
    expect(await run('{ keepAlive: true }', `${close}.unref();`)).toBe('still open');
  });
});
