import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createActor, setup } from 'xstate';
import { buildPage } from '../../scripts/build-page.mjs';
import { openRecording } from '../../src/inspector/open-inspector.ts';
import { checkRecording } from '../../src/inspector/recording/parse-recording.ts';
import type { Recording } from '../../src/inspector/recording/recording.ts';
import { pageFiles } from '../../src/inspector/server/page-files.ts';
import { describeKey } from '../../src/model/errors/describe-key.ts';
import { failure, put, startWorld, TWO_PHASES, type World } from '../contract/support.ts';
import { launchChromium } from '../support/chromium.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { openInspectorFromSources } from '../support/inspector-page.ts';
import { HEAD, start } from './support.ts';

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

/** Asks until the answer is as expected: a browser takes its time on a busy machine. */
const eventually = <Answer>(ask: () => Answer) => expect.poll(ask, { timeout: 20_000 });

type Inspector = Awaited<ReturnType<typeof openInspectorFromSources>>;

let browser: Browser;
let world: World;
let inspector: Inspector;
let page: Page;
/** What the page asked for, and what it complained of. */
let asked: string[];
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  inspector = await openInspectorFromSources({ quiet: true });
  world = await startWorld({
    split: ['m'],
    client: { inspect: inspector.inspect, timeoutMs: 60_000, ...TWO_PHASES },
  });
  page = await openPage(inspector.url);
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
  await world[Symbol.asyncDispose]();
  await inspector.close();
});

async function openPage(url: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const opened = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  asked = [];
  complaints = [];
  opened.on('request', (request) => asked.push(request.url()));
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.goto(url);
  await opened.locator('[data-machine=client]').waitFor();
  return opened;
}

/** Another inspector's page, whose complaints are not looked at. */
async function openPageOf(url: string): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await opened.goto(url);
  return opened;
}

const texts = (locator: Locator) =>
  locator.evaluateAll((found: { textContent: string | null }[]) =>
    found.map(({ textContent }) => textContent?.trim()),
  );

/** Waits until the texts are these. */
const expectTexts = (selector: string) => eventually(() => texts(page.locator(selector)));

const chooseTransaction = async (startTs: bigint) => {
  await page.getByRole('tab', { name: 'Transactions', exact: true }).click();
  await page.locator(`.transaction[title*="${startTs}"]`).click();
};

describe('the tree', () => {
  it('has the parts of a client with their states, and transactions as they come and go', async () => {
    const held = world.cluster.fail({ rpc: 'KvPrewrite', action: 'pause' });
    const committing = put(world.tikv, { a: '1' });
    await held.waitForHit();
    await expectTexts('.tree [data-machine=transaction] .chip').toEqual(['prewriting']);
    expect(await texts(page.locator('.tree [data-machine=pdSession] .chip'))).toEqual(['ready']);
    expect(await page.locator('.tree [data-machine=tsoBatcher]').count()).toBe(1);
    // One of them was sent the request, so PD has told where it is.
    await expectTexts('.tree [data-machine=store] .about').toContainEqual(
      expect.stringMatching(/^\d 127\.0\.0\.1:\d+$/),
    );
    await page.locator('.tree [data-machine=transaction]').click();
    await expectTexts('.tree .depth-2[data-machine=regionRequest] .chip').toEqual(['sending']);
    held.release();
    await committing;
    await expectTexts('.tree [data-machine=transaction] .chip').toEqual(['committed']);
  });

  it('is walked with the keyboard', async () => {
    await put(world.tikv, { a: '1' });
    await page.locator('.tree [data-machine=transaction]').waitFor();
    await page.locator('.tree [tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.tree [aria-selected=true]').getAttribute('data-machine')).toBe('pdSession');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    expect(await page.locator('.tree [aria-selected=true]').getAttribute('data-machine')).toBe('client');
  });
});

describe('the chart', () => {
  it('is lit: where the actor is, the way it took, its last transition, the time in each state', async () => {
    const held = world.cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const committing = put(world.tikv, { a: '1' });
    await held.waitForHit();
    await page.locator('.tree [data-machine=transaction]').click();
    const lit = (name: string) =>
      page
        .locator(`.frame .${name}[data-state], .frame .${name}[data-edge]`)
        .evaluateAll((found: { dataset: Record<string, string> }[]) =>
          found.map(({ dataset }) => dataset.state ?? dataset.edge),
        );
    await eventually(() => lit('active')).toEqual(['committing', 'committing.committingPrimary']);
    expect(new Set(await lit('visited'))).toEqual(
      new Set([
        'active',
        'committing',
        'committing.prewriting',
        'committing.fetchingCommitTs',
        'committing.committingPrimary',
      ]),
    );
    expect(await lit('last')).toEqual([
      'committing.fetchingCommitTs: commitTs.fetched -> committing.committingPrimary',
    ]);
    expect(await lit('taken')).toHaveLength(3);
    expect(await texts(page.locator('[data-state="committing.prewriting"] .chart-time'))).toEqual([
      expect.stringMatching(/^[\d.]+ (µs|ms|s)$/),
    ]);
    expect(await texts(page.locator('[data-state="committing.committingPrimary"] .chart-count'))).toEqual([
      '1',
    ]);
    held.release();
    await committing;
  });

  it('of a machine of the user is a list of its states; what it holds is not shown', async () => {
    const saga = setup({}).createMachine({
      id: 'saga',
      context: { card: '4711' },
      initial: 'open',
      states: { open: { description: 'Waits for money', on: { pay: 'paid' } }, paid: { type: 'final' } },
    });
    const actor = createActor(saga, { inspect: inspector.inspect }).start();
    actor.send({ type: 'pay' } as never);
    await page.locator('.tree [data-machine=saga]').click();
    await expectTexts('.outline-state.active b').toEqual(['paid']);
    expect(await page.locator('.outline').textContent()).toContain('A state machine of your own');
    await page.keyboard.press('3');
    expect(await page.locator('.context').textContent()).not.toContain('4711');
  });
});

describe('what is sent', () => {
  it('is a sequence of messages between caller, transaction, PD and stores, reads among them', async () => {
    await put(world.tikv, { a: '1' });
    const txn = await world.tikv.begin();
    await txn.get('a');
    txn.put('a', '2');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toEqual([
      'begin',
      'KvGet',
      'KvGet answered',
      'commit',
      'KvPrewrite',
      'KvPrewrite answered',
      'timestamp?',
      expect.stringMatching(/^…\d{6}$/),
      'KvCommit',
      'KvCommit answered',
      'committed',
    ]);
    expect(await texts(page.locator('.lane-title'))).toEqual([
      'caller',
      'Transaction',
      'PD',
      expect.stringMatching(/^store \d$/),
    ]);
  });

  it('has the locks that a pessimistic transaction takes before it writes', async () => {
    const txn = await world.tikv.begin({ mode: 'pessimistic' });
    await txn.lock(['a', 'b']);
    txn.put('a', '1');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toContain('committed');
    expect((await texts(page.locator('.message-label'))).slice(0, 5)).toEqual([
      'begin',
      'lock',
      'KvPessimisticLock',
      'KvPessimisticLock answered',
      'acquired',
    ]);
    expect(await texts(page.locator('.lane-title'))).toEqual([
      'caller',
      'Transaction',
      'PD',
      expect.stringMatching(/^store \d$/),
    ]);
  });

  it('has the flushes of a bulk transaction, its commit, and what is done behind the answer', async () => {
    await using bulk = await world.tikv.beginBulk({ flushKeys: 2, flushBytes: 1 });
    for (const key of ['a', 'z', 'b', 'c']) await bulk.put(key, '1');
    await bulk.flush();
    await bulk.commit();
    await chooseTransaction(bulk.startTs);
    await expectTexts('.message-label').toContain('KvResolveLock answered');
    const labels = await texts(page.locator('.message-label'));
    for (const label of ['KvFlush', 'KvCommit', 'committed']) expect(labels).toContain(label);
    // The caller is answered before the locks of its range are resolved.
    expect(labels.indexOf('committed')).toBeLessThan(labels.indexOf('KvResolveLock'));
    await page.locator('.frame .active[data-state=lingeringCommitted]').waitFor();
    await page.getByRole('tab', { name: 'Actors', exact: true }).click();
    await page.locator('.tree [data-machine=bulkTransaction]').click();
    await page.locator('.tree [data-machine=rangeTask]').click();
    await page.locator('.frame .active[data-state=done]').waitFor();
  });

  it('has a statement that runs again, since what it read was written meanwhile', async () => {
    const txn = await world.tikv.begin({ mode: 'pessimistic' });
    await txn.statement(async (statement) => {
      await statement.get('a');
      if (statement.attempt === 1) await put(await world.connect(), { a: 'theirs' });
      await statement.lock(['a']);
    });
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toContain('committed');
    await page.getByRole('tab', { name: 'Actors', exact: true }).click();
    await page.locator('.tree [data-machine=statement]').click();
    await page.locator('.frame .active[data-state=done]').waitFor();
    expect(await page.locator('.frame .visited[data-state=conflicted]').count()).toBe(1);
  });

  it('tells refusals, retries and waits', async () => {
    world.cluster.fail({ rpc: 'KvPrewrite', action: { regionError: { serverIsBusy: { reason: 'test' } } } });
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message.tone-held .message-label').toEqual([
      'busy',
      expect.stringMatching(/^waits [\d.]+ m?s$/),
    ]);
    expect(await texts(page.locator('.message-detail'))).toContainEqual(expect.stringMatching(/attempt 2$/));
    expect(await page.locator('.transaction .facts').first().textContent()).toMatch(
      /1 retry · slept [\d.]+ m?s/,
    );
  });
});

describe('what is looked for', () => {
  beforeEach(async () => {
    await put(world.tikv, { 'acct/ann': '1' });
    const first = await world.tikv.begin();
    const second = await world.tikv.begin();
    first.put('acct/bob', '1');
    second.put('acct/bob', '2');
    await first.commit();
    await failure(second.commit());
    await (await world.tikv.begin()).rollback();
    await page.getByRole('tab', { name: 'Transactions', exact: true }).click();
    await expectTexts('.transaction .chip').toHaveLength(4);
  });

  it('is a key, by its text, though the recording does not show keys', async () => {
    await page.locator('#key-filter').fill('acct/ann');
    await expectTexts('.transaction .chip').toEqual(['committed']);
    await page.locator('#key-filter').fill('acct/bob');
    await expectTexts('.transaction .chip').toEqual(['write conflict', 'committed']);
    await page.locator('#key-filter').fill('acct/b');
    await expectTexts('.transaction .chip').toEqual([]);
    expect(await page.content()).not.toContain('>acct/');
  });

  it('is a key as it is shown alone, where the browser hashes nothing, and the page says so', async () => {
    const other = await browser.newPage();
    await other.addInitScript("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })");
    await other.goto(inspector.url);
    await other.getByRole('tab', { name: 'Transactions', exact: true }).click();
    const shown = () => texts(other.locator('.transaction .chip'));
    await eventually(shown).toHaveLength(4);
    await other.locator('#key-filter').fill('acct/ann');
    await eventually(shown).toEqual([]);
    expect(await other.getByRole('alert').textContent()).toContain('not by its text');
    await other.locator('#key-filter').fill(describeKey(Buffer.from('acct/ann')));
    await eventually(shown).toEqual(['committed']);
    await other.close();
  });

  it('is an outcome, or several', async () => {
    await page.getByRole('button', { name: 'failed' }).click();
    await expectTexts('.transaction .chip').toEqual(['write conflict']);
    await page.getByRole('button', { name: 'rolled back' }).click();
    await expectTexts('.transaction .chip').toEqual(['rolled back', 'write conflict']);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expectTexts('.transaction .chip').toHaveLength(4);
  });

  it('is a state that was gone through', async () => {
    await page.locator('#state-filter').selectOption('committing.committingPrimary');
    await expectTexts('.transaction .chip').toEqual(['committed', 'committed']);
  });

  it('is any text: of a timestamp, an error or an RPC', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('write_conflict');
    await expectTexts('.transaction .chip').toEqual(['write conflict']);
    await page.locator('#search').fill('KvCommit');
    await expectTexts('.transaction .chip').toEqual(['committed', 'committed']);
  });

  it('an error shows with its code, and without keys', async () => {
    await page.locator('.transaction[data-outcome=failed]').click();
    await page.keyboard.press('3');
    await expectTexts('.error-card code').toEqual(['TIKV_WRITE_CONFLICT']);
    expect(await page.locator('.error-card').textContent()).toMatch(/key\(8 bytes, #[0-9a-f]{8}\)/);
  });
});

describe('stepping', () => {
  const state = () => page.locator('.actor-title .chip').textContent();

  it('goes back and forth through what happened, and back to now', async () => {
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await eventually(state).toBe('committed');
    await page.keyboard.press('Home');
    await eventually(state).toBe('active');
    expect(await page.locator('.message.to-come').count()).toBeGreaterThan(5);
    const seen: (string | null)[] = [];
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press('ArrowRight');
      const now = await state();
      if (now !== seen.at(-1)) seen.push(now);
    }
    expect(seen).toEqual(
      [
        'active',
        'committing.prewriting',
        'committing.fetchingCommitTs',
        'committing.committingPrimary',
        'committed',
      ].slice(seen[0] === 'active' ? 0 : 1),
    );
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await eventually(state).toBe('committing.committingPrimary');
    expect(await page.locator('.status').textContent()).toBe('paused');
    await page.keyboard.press('n');
    await eventually(state).toBe('committed');
    expect(await page.locator('.status').textContent()).toBe('live');
  });

  it('pausing holds everything where it is, while recording goes on', async () => {
    await put(world.tikv, { a: '1' });
    await page.locator('.tree [data-machine=transaction]').waitFor();
    await page.keyboard.press('Space');
    await expectTexts('.status').toEqual(['paused']);
    await put(world.tikv, { a: '2' });
    await eventually(() => page.locator('.figures').textContent()).toContain('transactions/s');
    expect(await page.locator('.tree [data-machine=transaction]').count()).toBe(1);
    await page.keyboard.press('Space');
    await eventually(() => page.locator('.tree [data-machine=transaction]').count()).toBe(2);
  });

  it('is done by itself on replay', async () => {
    const txn = await world.tikv.begin();
    await txn.rollback();
    await chooseTransaction(txn.startTs);
    await eventually(state).toBe('rolledBack');
    await page.keyboard.press('r');
    await eventually(state).toBe('active');
    await eventually(state).toBe('rolledBack');
  });
});

describe('a recording', () => {
  const exported = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export the recording' }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  };
  const importText = (text: string) =>
    page
      .locator('#open-file')
      .setInputFiles({ name: 'some.json', mimeType: 'application/json', buffer: Buffer.from(text) });

  it('is exported, and opened again as it was', async () => {
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    await page.getByRole('tab', { name: 'Transactions', exact: true }).click();
    await expectTexts('.transaction .chip').toEqual(['committed']);
    const text = await exported();
    expect(checkRecording(JSON.parse(text))).toHaveProperty('recording');
    await put(world.tikv, { b: '1' });
    await expectTexts('.transaction .chip').toEqual(['committed', 'committed']);
    await importText(text);
    await expectTexts('.transaction .chip').toEqual(['committed']);
    expect(await page.locator('.status').textContent()).toMatch(/^some.json recorded by \d/);
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toContain('KvPrewrite answered');
    await put(world.tikv, { c: '1' });
    expect(await page.locator('.transaction').count()).toBe(1);
  });

  it('that is broken or of something else is refused with the reason, and what is shown stays', async () => {
    await put(world.tikv, { a: '1' });
    await page.locator('.tree [data-machine=transaction]').waitFor();
    const text = await exported();
    const problemOf = async (broken: string) => {
      await importText(broken);
      await page.getByRole('alert').waitFor();
      const said = await page.getByRole('alert').textContent();
      await page.getByRole('button', { name: 'Shut', exact: true }).click();
      return said;
    };
    expect(await problemOf(text.slice(0, -100))).toContain('It is not JSON');
    expect(await problemOf('{"format":"har"}')).toContain('It is no recording of this inspector');
    expect(await problemOf(text.replace('"version":1', '"version":7'))).toContain(
      'this inspector reads version 1',
    );
    expect(await problemOf(text.replace('"kind":"step"', '"kind":"leap"'))).toMatch(
      /Entry \d+ is of the unknown kind "leap"/,
    );
    expect(await page.locator('.status').textContent()).toBe('live');
    expect(await page.locator('.tree [data-machine=transaction]').count()).toBe(1);
  });

  it('of another version, whose charts are others, shows them as lists', async () => {
    await put(world.tikv, { a: '1' });
    await expectTexts('.tree [data-machine=transaction] .chip').toEqual(['committed']);
    const recording = JSON.parse(await exported()) as Recording;
    const machines = recording.machines.map((machine) =>
      machine.id === 'transaction'
        ? { ...machine, states: [...machine.states, { path: 'dreaming', kind: 'atomic', edges: [] }] }
        : machine,
    );
    await importText(JSON.stringify({ ...recording, machines }));
    await page.locator('.tree [data-machine=transaction]').click();
    await expectTexts('.outline-state.active b').toEqual(['committed']);
    expect(await page.locator('.notice').textContent()).toContain('Another version of tikv-client');
    await page.locator('.tree [data-machine=pdSession]').click();
    await page.locator('.frame [data-state=ready]').waitFor();
  });

  it('with a name that would be markup is text', async () => {
    await put(world.tikv, { a: '1' });
    await page.locator('.tree [data-machine=transaction]').waitFor();
    const text = (await exported()).replaceAll(
      '"machine":"transaction"',
      '"machine":"<img src=x onerror=alert(1)>"',
    );
    await importText(text);
    await expectTexts('.tree .group').toContainEqual(expect.stringContaining('<img src=x onerror=alert(1)>'));
    expect(await page.locator('img').count()).toBe(0);
  });
});

describe('a recording that is meant to do harm', () => {
  it('is shown, and harms nothing', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const deep = `${'{"key":'.repeat(20_000)}"k"${'}'.repeat(20_000)}`;
    const text = JSON.stringify({
      ...HEAD,
      machines: names.map((id) => ({
        id,
        known: true,
        states: [{ path: 'valueOf', kind: 'atomic', edges: [{ event: '', nth: 0 }] }],
      })),
      entries: [
        ...names.map((machine, at) => start(at + 1, at + 1, { machine, state: 'toString' })),
        start(4, 4, { machine: 'transaction', state: 'constructor', context: { task: 'deep' } }),
      ],
    }).replace('"deep"', deep);
    await page
      .locator('#open-file')
      .setInputFiles({ name: 'harm.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await eventually(() => page.locator('.status').textContent()).toContain('harm.json');
    await expectTexts('.overview h3').toEqual(names.map((name) => `${name}1 live`));
    for (const name of names) {
      await page.locator(`.tree [data-machine="${name}"]`).click();
      await expectTexts('.outline-state b').toEqual(['valueOf']);
    }
    await page.locator('.tree [data-machine=transaction]').click();
    await page.keyboard.press('3');
    await page.getByRole('tab', { name: 'Transactions', exact: true }).click();
    await expectTexts('.transaction .chip').toEqual(['live']);
    expect(await page.evaluate('String({})')).toBe('[object Object]');
  });

  it('or that cannot be sent is told of', async () => {
    const { files } = await buildPage();
    const options = { host: '127.0.0.1', port: 0, keepAlive: false };
    const server = await openRecording(
      JSON.stringify(inspector.recording()),
      'some.json',
      options,
      pageFiles(files),
    );
    for (const answer of [{ status: 500, body: 'The inspector failed' }, 'abort'] as const) {
      const other = await browser.newPage();
      await other.route('**/recording.json', (route) =>
        answer === 'abort' ? route.abort() : route.fulfill(answer),
      );
      await other.goto(server.url);
      await eventually(() => texts(other.getByRole('alert'))).toEqual([
        expect.stringContaining('some.json cannot be read.'),
      ]);
      expect(await texts(other.locator('.status'))).toEqual([expect.stringContaining('does not answer')]);
      await other.close();
    }
    await server.close();
  });
});

describe('what is heavy, foreign or secret', () => {
  it('a huge context is cut, and says so', async () => {
    await using open = await openInspectorFromSources({ quiet: true, showValues: true });
    const other = await openPageOf(open.url);
    const context = {
      list: Array.from({ length: 100_000 }, (_, nth) => ({ nth })),
      text: 'x'.repeat(1_000_000),
    };
    const machine = setup({}).createMachine({ id: 'huge', context, initial: 'on', states: { on: {} } });
    createActor(machine, { inspect: open.inspect }).start();
    await other.locator('.tree [data-machine=huge]').click();
    await other.keyboard.press('3');
    await eventually(() => other.locator('.context').textContent()).toMatch(/99,?968 more/);
    expect((await other.locator('.context').textContent())?.length).toBeLessThan(20_000);
    await other.close();
  });

  it('a chart of another version of the client, running: its own states, as a list', async () => {
    const machine = setup({}).createMachine({
      id: 'transaction',
      initial: 'dreaming',
      states: { dreaming: { on: { wake: 'awake' } }, awake: {} },
    });
    const actor = createActor(machine, { inspect: inspector.inspect }).start();
    actor.send({ type: 'wake' });
    await page.locator('.tree [data-machine=transaction]').click();
    await expectTexts('.outline-state.active b').toEqual(['awake']);
  });

  it('no key and no value is anywhere in the page, nor in what it exports', async () => {
    const txn = await world.tikv.begin();
    txn.put('secret key', 'secret value');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toContain('committed');
    for (const tab of ['1', '2', '3']) {
      await page.keyboard.press(tab);
      expect(await page.content()).not.toMatch(/secret (key|value)/);
    }
    expect(JSON.stringify(inspector.recording())).not.toMatch(/secret (key|value)/);
  });
});

describe('the page', () => {
  it('asks for nothing outside of its own address, and runs nothing that is not its own', async () => {
    await put(world.tikv, { a: '1' });
    await page.locator('.tree [data-machine=transaction]').click();
    await page.locator('.frame svg').waitFor();
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !url.startsWith(inspector.url))).toEqual([]);
    expect(complaints).toEqual([]);
    const ran = await page.evaluate(`new Promise((resolve) => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.body.append(script);
      fetch('https://example.com/').then(() => resolve('fetched'), () => resolve(window.ranInline ?? 'nothing'));
    })`);
    expect(ran).toBe('nothing');
    expect(complaints.every((text) => /Content Security Policy/.test(text))).toBe(true);
    expect(complaints.length).toBeGreaterThan(0);
    complaints = [];
  });

  it('says so when the process has gone, and keeps what it was told', async () => {
    await put(world.tikv, { a: '1' });
    await expectTexts('.tree [data-machine=transaction] .chip').toEqual(['committed']);
    await inspector.close();
    await expectTexts('.status').toEqual(['the inspector was closed; what it told is kept']);
    await page.locator('.tree [data-machine=transaction]').click();
    await page.locator('.frame .active[data-state=committed]').waitFor();
  });

  it('goes on with what it missed when its connection was cut', async () => {
    const { host, pathname } = new URL(inspector.url);
    await using proxy = await FaultProxy.start(host);
    const other = await openPage(`http://${proxy.address}${pathname}`);
    await put(world.tikv, { a: '1' });
    await other.locator('.tree [data-machine=transaction]').waitFor();
    proxy.refusing = true;
    proxy.reset();
    const status = () => texts(other.locator('.status'));
    await eventually(status).toEqual([expect.stringMatching('does not answer')]);
    await put(world.tikv, { a: '2' });
    proxy.refusing = false;
    const count = () => other.locator('.tree [data-machine=transaction]').count();
    await eventually(count).toBe(2);
    await eventually(status).toEqual(['live']);
    await other.close();
    complaints = [];
  });

  it('says of how many transactions it records one', async () => {
    await using few = await openInspectorFromSources({ quiet: true, maxEntriesPerSecond: 1 });
    const tikv = await world.connect({ inspect: few.inspect, ...TWO_PHASES });
    const other = await openPage(few.url);
    let stop = false;
    const work = (async () => {
      for (let nth = 0; !stop; nth++) await put(tikv, { a: String(nth) });
    })();
    await eventually(() => other.locator('.sampled').textContent()).toMatch(
      /recording 1 of [\d,]+ transactions/,
    );
    stop = true;
    await work;
    await other.close();
  });

  it.each(['light', 'dark'] as const)('is %s when the system is, or when told so', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const bySystem = await background();
    await page.emulateMedia({ colorScheme: scheme === 'light' ? 'dark' : 'light' });
    expect(await background()).not.toBe(bySystem);
    for (let press = 0; press < (scheme === 'light' ? 1 : 2); press++) await page.keyboard.press('t');
    expect(await background()).toBe(bySystem);
  });

  it('fits a window of 1280 pixels: all panes at once, and nothing to scroll sideways', async () => {
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    await chooseTransaction(txn.startTs);
    await expectTexts('.message-label').toContain('committed');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
    for (const pane of ['.sidebar', '.chart-pane', '.message-label'])
      expect(await page.locator(pane).first().isVisible()).toBe(true);
  });

  it('fits a telephone: one pane at a time, and nothing to scroll sideways', async () => {
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    await page.setViewportSize({ width: 390, height: 844 });
    const widest = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await widest()).toBe(390);
    expect(await page.locator('.chart-pane').isVisible()).toBe(false);
    await chooseTransaction(txn.startTs);
    await page.locator('.frame .active[data-state=committed]').waitFor();
    expect(await page.locator('.sidebar').isVisible()).toBe(false);
    expect(await widest()).toBe(390);
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Messages' }).click();
    await expectTexts('.message-label').toContain('committed');
    expect(await widest()).toBe(390);
  });
});
