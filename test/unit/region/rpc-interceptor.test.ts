import { expect, it } from 'vitest';
import { TooLargeError } from '../../../src/model/errors.ts';
import { sendIntercepted } from '../../../src/region/rpc-interceptor.ts';
import { turnOfEventLoop } from '../../support/virtual-clock.ts';

const ATTEMPT = { rpc: 'KvPrewrite', address: 's1', storeId: 1n, regionId: 1n, isResend: false, request: {} };

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
