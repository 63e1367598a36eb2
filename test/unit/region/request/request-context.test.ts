import { expect, it } from 'vitest';
import { contextOfAttempt } from '../../../../src/region/request/request-context.ts';

const fields = { priority: 2 };
const plain = { fields, source: undefined, tagOf: undefined };

it('gives the fields that are the same for all as they are', () => {
  expect(contextOfAttempt(plain, 'KvGet', 'leader', undefined)).toBe(fields);
});

it('asks for a tag by the name of the RPC', () => {
  const tagOf = (rpc: string) => new TextEncoder().encode(rpc);
  expect(contextOfAttempt({ ...plain, tagOf }, 'KvGet', 'leader', undefined)).toEqual({
    priority: 2,
    resourceGroupTag: new TextEncoder().encode('KvGet'),
  });
});

it('tells with the source which replica is asked, and of a retry which one was asked first', () => {
  const named = { ...plain, source: 'external_orders' };
  const sourceOf = (...[kind, first]: ['leader' | 'follower', ('leader' | 'follower')?]) =>
    contextOfAttempt(named, 'KvGet', kind, first).requestSource;
  expect(sourceOf('leader')).toBe('leader_external_orders');
  expect(sourceOf('follower', 'leader')).toBe('retry_leader_follower_external_orders');
});
