import { expect, it } from 'vitest';
import { NetworkError, TooLargeError, UsageError } from '../../../../src/model/errors.ts';
import { sendIntercepted } from '../../../../src/region/request/rpc-interceptor.ts';
import { NO_CONNECTION, type RpcResult } from '../../../../src/wire/rpc-client.ts';
import { turnOfEventLoop } from '../../../support/virtual-clock.ts';

const ATTEMPT = {
  rpc: 'KvPrewrite',
  address: 's1',
  storeId: 1n,
  zone: 'unknown',
  regionId: 1n,
  isResend: false,
  request: {},
} as const;

it('RPC-40: a request that cannot be sent is told as what it is, whatever its interceptor makes of it', async () => {
  const tooLarge = new TooLargeError('A request of KvPrewrite', 2, 1);
  const send = () => {
    throw tooLarge;
  };
  const heard: unknown[] = [];
  const told: unknown[] = [];
  const listener = {
    answered: (result: unknown) => told.push(result),
    refused: (error: unknown) => told.push(error),
    interceptorFailed: (error: unknown) => told.push(error),
  };
  const curious = (_: unknown, next: () => Promise<unknown>) => next().catch((error) => heard.push(error));
  sendIntercepted([curious], ATTEMPT, send, listener);
  await turnOfEventLoop();
  expect([heard, told]).toEqual([[tooLarge], [tooLarge]]);
});

it('RPC-40: one that waits for something else before the answer leaves no rejection unheard', async () => {
  const failure = new NetworkError('s1', { status: 14, message: 'gone', sent: 'maybe' });
  const told: unknown[] = [];
  let send: ((result: RpcResult<never>) => void) | undefined;
  const listener = {
    answered: (result: unknown) => told.push(result),
    refused: (error: unknown) => told.push(error),
    interceptorFailed: (error: unknown) => told.push(error),
  };
  const late = async (_: unknown, next: () => Promise<unknown>) => {
    const answer = next();
    await turnOfEventLoop();
    return answer;
  };
  const unheard: unknown[] = [];
  const onUnheard = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', onUnheard);
  sendIntercepted(
    [late],
    ATTEMPT,
    (request) => {
      send = (result) => request.answered(result);
      return { connection: NO_CONNECTION, cancel: () => 'maybe' };
    },
    listener,
  );
  send?.({ ok: false, error: failure });
  for (let turn = 0; turn < 3; turn++) await turnOfEventLoop();
  process.off('unhandledRejection', onUnheard);
  expect([unheard, told]).toEqual([[], [{ ok: false, error: failure }]]);
});

it('RPC-40: one that calls next after it has refused sends nothing', async () => {
  const told: unknown[] = [];
  const heard: unknown[] = [];
  let sent = 0;
  const listener = {
    answered: (result: unknown) => told.push(result),
    refused: (error: unknown) => told.push(error),
    interceptorFailed: (error: unknown) => told.push(error),
  };
  const impatient = async (_: unknown, next: () => Promise<unknown>) => {
    setTimeout(() => next().catch((error) => heard.push(error)), 1);
    throw new Error('no permit in time');
  };
  const send = () => {
    sent++;
    return { connection: NO_CONNECTION, cancel: () => 'maybe' as const };
  };
  sendIntercepted([impatient], ATTEMPT, send, listener);
  while (heard.length === 0) await turnOfEventLoop();
  expect([sent, told, heard]).toEqual([0, [expect.any(UsageError)], [expect.any(UsageError)]]);
});
