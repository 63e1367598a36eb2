import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { toRequestContext, type WriteSettings } from '../../../src/txn/request-settings.ts';
import { kvrpcpb } from '../../../src/wire/codec/messages.ts';

const fieldsOf = (settings: WriteSettings) => toRequestContext(settings)?.fields;

describe('toRequestContext', () => {
  it('says nothing when nothing is set', () => {
    expect(toRequestContext(undefined)).toBeUndefined();
    expect(toRequestContext({})).toBeUndefined();
    expect(toRequestContext({ priority: undefined, requestSource: undefined })).toBeUndefined();
  });

  it('writes each setting into its field', () => {
    // A slice of such a one is no copy.
    const tag = Buffer.of(1, 2);
    const fields = fieldsOf({
      priority: 'high',
      resourceGroup: 'reports',
      resourceGroupTag: tag,
      diskFull: 'almostFull',
      syncLog: true,
      txnSource: 7n,
    });
    tag.fill(0);
    expect(fields).toEqual({
      priority: kvrpcpb.CommandPri.High,
      resourceControlContext: { resourceGroupName: 'reports' },
      resourceGroupTag: Uint8Array.of(1, 2),
      diskFullOpt: kvrpcpb.DiskFullOpt.AllowedOnAlmostFull,
      syncLog: true,
      txnSource: 7n,
    });
    expect(fieldsOf({ priority: 'low' })).toEqual({ priority: kvrpcpb.CommandPri.Low });
    expect(fieldsOf({ diskFull: 'full' })).toEqual({ diskFullOpt: kvrpcpb.DiskFullOpt.AllowedOnAlreadyFull });
  });

  it.each([
    [{ type: 'orders' }, 'external_orders'],
    [{ type: 'gc', internal: true }, 'internal_gc'],
    [{ type: 'orders', explicitType: 'background' }, 'external_orders_background'],
    [{ type: 'stats', explicitType: 'stats', internal: true }, 'internal_stats'],
    [{ explicitType: 'import' }, 'external_unknown_import'],
    [{ internal: true }, 'unknown'],
  ])('names the source %j', (requestSource, name) => {
    expect(toRequestContext({ requestSource })?.source).toBe(name);
  });

  it('asks a function for the tag of each request, and refuses what is none', () => {
    const tagOf = (tag: unknown) =>
      toRequestContext({ resourceGroupTag: () => tag as Uint8Array })?.tagOf as (rpc: string) => Uint8Array;
    expect(tagOf(Uint8Array.of(3))('KvGet')).toEqual(Uint8Array.of(3));
    expect(() => tagOf('3')('KvGet')).toThrow(UsageError);
    const cause = new Error('mine');
    const throwing = () => {
      throw cause;
    };
    const { tagOf: thrown } = toRequestContext({ resourceGroupTag: throwing }) ?? {};
    expect(() => thrown?.('KvGet')).toThrow(expect.objectContaining({ code: 'TIKV_USAGE', cause }));
  });
});
