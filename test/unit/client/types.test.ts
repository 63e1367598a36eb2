import { expectTypeOf, it } from 'vitest';
import type {
  ConnectOptions,
  RawOptions,
  RawPutOptions,
  RawSwapOptions,
  Snapshot,
  Tikv,
  TlsOptions,
  Transaction,
  TransactionEntry,
  UndeterminedError,
  ValueEntry,
} from '../../../src/index.ts';

it('an option may be undefined wherever it may be left out', () => {
  expectTypeOf<{
    ttlSeconds: undefined;
    resend: undefined;
    columnFamily: undefined;
  }>().toExtend<RawPutOptions>();
  expectTypeOf<{ columnFamily: undefined; timeoutMs: undefined; signal: undefined }>().toExtend<RawOptions>();
  expectTypeOf<{ endpoints: string[]; tls: undefined; timeoutMs: undefined }>().toExtend<ConnectOptions>();
  expectTypeOf<{ ca: undefined; serverName: undefined }>().toExtend<TlsOptions>();
});

it('a swap says what is expected, and either a value or that the key goes', () => {
  expectTypeOf<{ expected: undefined; value: string; ttlSeconds: number }>().toExtend<RawSwapOptions>();
  expectTypeOf<{ expected: string; delete: true }>().toExtend<RawSwapOptions>();
  expectTypeOf<{ expected: string }>().not.toExtend<RawSwapOptions>();
  expectTypeOf<{ value: string }>().not.toExtend<RawSwapOptions>();
  expectTypeOf<{ expected: string; value: string; delete: true }>().not.toExtend<RawSwapOptions>();
  expectTypeOf<{ expected: string; delete: true; ttlSeconds: number }>().not.toExtend<RawSwapOptions>();
});

it('whether reads tell commit timestamps may be a variable', () => {
  type Flag = { readonly withCommitTs: boolean };
  const read = (from: Tikv | Snapshot, options: Flag) => from.get('k', options);
  const readMany = (from: Tikv, options: Flag) => from.batchGet(['k'], options);
  const readMap = (from: Snapshot, options: Flag) => from.batchGetMap(['k'], options);
  const readOwn = (from: Transaction, options: Flag) => from.get('k', options);
  expectTypeOf(read).returns.resolves.toEqualTypeOf<Uint8Array | ValueEntry | undefined>();
  expectTypeOf(readMany).returns.resolves.toEqualTypeOf<(Uint8Array | ValueEntry | undefined)[]>();
  expectTypeOf(readMap).returns.resolves.toEqualTypeOf<Map<'k', Uint8Array | ValueEntry>>();
  expectTypeOf(readOwn).returns.resolves.toEqualTypeOf<Uint8Array | TransactionEntry | undefined>();
});

it('settle takes the error itself', () => {
  expectTypeOf<UndeterminedError>().toExtend<Parameters<Tikv['settle']>[0]>();
});
