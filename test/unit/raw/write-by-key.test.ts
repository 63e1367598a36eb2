import { describe, expect, it } from 'vitest';
import { ServerError, UndeterminedError, UsageError } from '../../../src/model/errors.ts';
import { rawPut } from '../../../src/raw/raw-single.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers } from '../../support/raw-servers.ts';

const ENTRY = { key: bytes('k'), value: bytes('v'), ttlSeconds: 0n };

async function put(script: Reply[], { atMostOnce = false, budgetMs = 40_000 } = {}) {
  const servers = new RawServers();
  servers.rpc.script = script;
  const end = await servers.outcome(
    rawPut(servers.environment, ENTRY, { atMostOnce }, servers.backoffer({ budgetMs })),
  );
  return { end, log: servers.log, servers };
}

describe('a raw write of one key', () => {
  it('says what it is about, and when the store is to give up', async () => {
    const { servers } = await put([answer.done]);
    expect(servers.requests).toEqual([
      { rpc: 'RawPut', key: bytes('k'), value: bytes('v'), ttl: 0n, cf: '', forCas: false },
    ]);
    expect(servers.rpc.contexts[0]?.maxExecutionDurationMs).toBe(20_000n);
  });

  it.each([
    ['a lost answer', answer.lost],
    ['StaleCommand', answer.stale],
    ['UndeterminedResult', answer.undetermined],
  ])('F16: is sent again after %s, by default', async (_, reply) => {
    const { end, log } = await put([reply, answer.done]);
    expect(end).toBeUndefined();
    expect(log).toEqual(['RawPut k', 'RawPut k again']);
  });

  it.each([
    ['a lost answer', answer.lost],
    ['StaleCommand', answer.stale],
    ['UndeterminedResult', answer.undetermined],
  ])('F16: is undetermined after %s when it may be sent once only', async (_, reply) => {
    const { end, log } = await put([reply, answer.done], { atMostOnce: true });
    expect(end).toBeInstanceOf(UndeterminedError);
    expect(log).toEqual(['RawPut k']);
  });

  it.each([false, true])('goes on after refusals and what never left, once only: %s', async (atMostOnce) => {
    const script = [
      answer.notSent,
      { regionError: { notLeader: { regionId: 1n } } },
      answer.split('m'),
      answer.done,
    ] as Reply[];
    const { end, log } = await put(script, { atMostOnce });
    expect(end).toBeUndefined();
    expect(log).toEqual(['RawPut k', 'RawPut k again', 'RawPut k again', 'RawPut k again']);
  });

  it('is undetermined when it fails after a lost answer, though the failure itself is certain', async () => {
    const { end } = await put([
      answer.lost,
      answer.refused('ttl is not enabled, but get put request with ttl'),
    ]);
    expect(end).toBeInstanceOf(UndeterminedError);
    expect((end as UndeterminedError).cause).toBeInstanceOf(UsageError);
    expect((end as UndeterminedError).retryable).toBe(false);
  });

  it('stays undetermined when the region moves after the lost answer', async () => {
    const { end, log } = await put([answer.undetermined, answer.split('m'), answer.notSent, answer.notSent], {
      budgetMs: 1,
    });
    expect(log.length).toBeGreaterThan(2);
    expect(end).toBeInstanceOf(UndeterminedError);
  });

  it('is an ordinary failure when no attempt can have been executed', async () => {
    const { end } = await put(
      Array.from({ length: 20 }, () => answer.notSent),
      { budgetMs: 1000 },
    );
    expect(end).toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE', retryable: true });
  });

  it('is an ordinary failure when the store refused it for a known reason', async () => {
    const { end } = await put([answer.refused('max key size exceeded, size: 9000, limit: 8192')]);
    expect(end).toBeInstanceOf(UsageError);
  });

  it('is undetermined when the store ended it with any other text, which is not repeated', async () => {
    const { end } = await put([answer.refused('stale command: key secret')]);
    expect(end).toBeInstanceOf(UndeterminedError);
    const cause = (end as UndeterminedError).cause as ServerError;
    expect(cause).toBeInstanceOf(ServerError);
    expect(cause.message).not.toContain('secret');
  });

  it('is undetermined when the deadline ends while it waits for the answer', async () => {
    const servers = new RawServers();
    servers.rpc.script = ['silence'];
    const backoffer = servers.backoffer({ timeoutMs: 500 });
    const end = await servers.outcome(rawPut(servers.environment, ENTRY, { atMostOnce: false }, backoffer));
    expect(end).toBeInstanceOf(UndeterminedError);
    expect((end as UndeterminedError).cause).toMatchObject({ code: 'TIKV_DEADLINE' });
  });
});
