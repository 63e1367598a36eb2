import { afterEach, describe, expect, it, vi } from 'vitest';
import { CHARTS } from '../../src/inspector/charts/generated/charts.ts';
import type { Json, StepEntry } from '../../src/inspector/recording/recording.ts';
import { hiddenKeyName } from '../../src/inspector/view/filter.ts';
import { sequenceOf } from '../../src/inspector/view/messages.ts';
import { machineTitle } from '../../src/inspector/view/names.ts';
import { Timeline } from '../../src/inspector/view/timeline.ts';
import { toneOf } from '../../src/inspector/view/tone.ts';
import { summarize } from '../../src/inspector/view/unit-summary.ts';
import { describeKey } from '../../src/model/errors/describe-key.ts';
import { HEAD, start, step } from './support.ts';

describe('a transaction is summed up', () => {
  const summaryOf = (machine: string, state: string, more: Partial<StepEntry> = {}) => {
    const timeline = new Timeline(HEAD);
    timeline.add([start(1, 1, { machine }), step(2, 1, state, { status: 'stopped', ...more })]);
    const unit = timeline.actor(1);
    if (unit === undefined) throw new Error('no actor');
    return summarize(unit);
  };

  it.each([
    ['transaction', 'active', 'stopped'],
    ['transaction', 'committing.prewriting', 'stopped'],
    ['transaction', 'committing.onePhaseCommitting', 'undetermined'],
    ['transaction', 'committing.committingPrimary', 'undetermined'],
    ['transaction', 'committingSecondaries', 'committed'],
    ['transaction', 'rollingBack', 'rolledBack'],
    ['bulkTransaction', 'gathering.buffering', 'stopped'],
    ['bulkTransaction', 'committing.askingPrimary', 'undetermined'],
    ['bulkTransaction', 'committingRange', 'committed'],
    ['bulkTransaction', 'lingeringCommitted', 'committed'],
    ['bulkTransaction', 'lingeringRolledBack', 'rolledBack'],
    ['constructor', 'toString', 'stopped'],
  ])('by what it was in when its client closed: %s in %s is %s', (machine, state, outcome) => {
    expect(summaryOf(machine, state).outcome).toBe(outcome);
  });

  it('as failed, when it was rolling back from an error', () => {
    const context = { error: { code: 'TIKV_WRITE_CONFLICT' } };
    expect(summaryOf('transaction', 'rollingBack', { context })).toMatchObject({
      outcome: 'failed',
      error: 'TIKV_WRITE_CONFLICT',
    });
  });

  it('with its protocol, while its secondaries are being committed', () => {
    const context = { protocol: 'none' };
    expect(summaryOf('transaction', 'committingSecondaries', { context }).protocol).toBe('none');
    expect(summaryOf('transaction', 'active', { context }).protocol).toBe('');
  });

  it('anew, when it has lost as many entries as it has won', () => {
    const timeline = new Timeline(HEAD);
    timeline.add([start(1, 1), step(2, 1, 'b')]);
    const unit = timeline.actor(1);
    if (unit === undefined) throw new Error('no actor');
    expect(summarize(unit).outcome).toBe('live');
    unit.entries.splice(1, 1, step(3, 1, 'd', { status: 'done' }));
    expect(summarize(unit).outcome).toBe('committed');
  });

  it('with its keys, however deep they claim to lie', () => {
    let task: Json = 'key';
    for (let depth = 0; depth < 100_000; depth++) task = { key: task };
    const keys = [{ key: 'a' }];
    expect(
      summaryOf('transaction', 'active', { context: { task: { primaryKey: task, keys } } }).keys,
    ).toEqual(['a']);
  });
});

describe('names', () => {
  it('there is one of every chart', () => {
    expect(CHARTS.map(({ id }) => id).filter((id) => machineTitle(id) === id)).toEqual([]);
  });

  it('are none of what every object has', () => {
    expect([machineTitle('constructor'), machineTitle('__proto__')]).toEqual(['constructor', '__proto__']);
    expect([toneOf('constructor'), toneOf('a.toString')]).toEqual(['busy', 'busy']);
  });
});

describe('the name of a hidden key', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is what errors call it', async () => {
    expect(await hiddenKeyName('acct/ann')).toBe(describeKey(Buffer.from('acct/ann')));
  });

  it('is not known where browsers hash nothing', async () => {
    vi.stubGlobal('crypto', {});
    expect(await hiddenKeyName('acct/ann')).toBeUndefined();
  });
});

describe('messages of PD', () => {
  it('are none of what every object has', () => {
    const timeline = new Timeline(HEAD);
    timeline.add([
      start(1, 1, { machine: 'pdSession' }),
      step(2, 1, 'discovering'),
      step(3, 1, 'constructor'),
    ]);
    const session = timeline.actor(1);
    if (session === undefined) throw new Error('no actor');
    expect(sequenceOf(session).messages.map(({ label }) => label)).toEqual(['go', 'members?', 'go']);
  });
});

describe('messages of a transaction whose client closes', () => {
  it.each([
    ['committing.committingPrimary', 'undetermined'],
    ['active', 'stopped'],
  ])('tell the caller, in %s, that it is %s', (state, label) => {
    const timeline = new Timeline(HEAD);
    timeline.add([
      start(1, 1, { machine: 'transaction' }),
      step(2, 1, state, { event: { type: 'xstate.stop' }, status: 'stopped' }),
    ]);
    const transaction = timeline.actor(1);
    if (transaction === undefined) throw new Error('no actor');
    expect(sequenceOf(transaction).messages.at(-1)).toMatchObject({ to: 'caller', label });
  });
});
