import { describe, expect, it } from 'vitest';
import { RegionError } from '../../../src/model/errors.ts';
import type { RegionCall, RegionResult } from '../../../src/region/request/region-call.ts';
import type { RegionClient } from '../../../src/region/request/region-client.ts';
import { sendByKey, sendGrouped } from '../../../src/region/send-by-key.ts';
import { Backoffer } from '../../../src/retry/backoffer.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const KEY = new Uint8Array([1]);
const REGION = {};
type Call = RegionCall<unknown, string>;

const moved = (attempts: number): RegionResult<string> => ({
  kind: 'moved',
  // Names the new regions, so nothing is waited for.
  cause: new RegionError('epochNotMatch', 'moved'),
  lost: undefined,
  attempts,
});
const succeeded = { kind: 'succeeded', response: 'answer', attempts: 1 } as RegionResult<string>;

/** Answers one call after the other, and keeps what was asked. */
function scripted(answers: RegionResult<string>[]): { client: RegionClient; sent: Call[] } {
  const sent: Call[] = [];
  const client = {
    cache: {
      peek: () => REGION,
      groupKeys: async (keys: readonly Uint8Array[]) => [{ region: REGION, indexes: [...keys.keys()] }],
    },
    send: async (call: Call) => {
      sent.push(call);
      return answers.shift();
    },
    sendTo: (call: Call, done: (result: RegionResult<string> | undefined) => void) => {
      sent.push(call);
      done(answers.shift());
    },
  } as unknown as RegionClient;
  return { client, sent };
}

function call() {
  const clock = new VirtualClock();
  const deadlines = new Deadlines(clock, { schedule: () => undefined, cancel: () => undefined });
  const deadline = deadlines.start({ timeoutMs: 1000 });
  const backoffer = new Backoffer({ clock, random: () => 0 }, { deadline, budgetMs: 1000 });
  return { rpc: {} as Call['rpc'], timeoutMs: 100, backoffer };
}

describe('S045 is-retry-request-flag: a request sent before to a region that moved', () => {
  it('by its key', async () => {
    const { client, sent } = scripted([moved(0), moved(1), succeeded]);
    await sendByKey(client, KEY, { ...call(), request: {} });
    expect(sent.map(({ resend }) => resend)).toEqual([false, false, true]);
  });

  it('with its group', async () => {
    const { client, sent } = scripted([moved(0), moved(2), moved(0), succeeded]);
    const taken: unknown[] = [];
    await sendGrouped(client, [KEY], { ...call(), request: () => ({}) }, (response: string, group) =>
      taken.push([response, group.indexes]),
    );
    expect(sent.map(({ resend }) => resend)).toEqual([undefined, false, true, true]);
    expect(taken).toEqual([['answer', [0]]]);
  });
});
