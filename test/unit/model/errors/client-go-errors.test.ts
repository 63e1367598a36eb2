import { expect, it } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../../../src/model/errors.ts';

/** By parity row: the codes that stand for an error of client-go, or why none does. */
const EQUIVALENTS: Readonly<Record<string, readonly ErrorCode[] | string>> = {
  'ERR-1': 'an absent key is undefined',
  'ERR-2': 'an empty value is a value',
  'ERR-3': ['TIKV_TRANSACTION_FINISHED'],
  'ERR-4': ['TIKV_PROTOCOL'],
  'ERR-5': ['TIKV_REGION_UNAVAILABLE'],
  'ERR-6': ['TIKV_PD_UNREACHABLE'],
  'ERR-7': ['TIKV_STORE_BUSY'],
  'ERR-8': ['TIKV_REGION_UNAVAILABLE'],
  'ERR-9': ['TIKV_REGION_UNAVAILABLE', 'TIKV_STORE_BUSY'],
  'ERR-10': ['TIKV_REGION'],
  'ERR-11': ['TIKV_RESOLVE_LOCK_TIMEOUT'],
  'ERR-13': ['TIKV_COMMIT_TIMESTAMP_LAG'],
  'ERR-14': ['TIKV_UNDETERMINED'],
  'ERR-15': ['TIKV_CLOSED'],
  'ERR-16': ['TIKV_SERVER', 'TIKV_INTERNAL'],
  'ERR-17': ['TIKV_ABORTED', 'TIKV_DEADLINE'],
  'ERR-12': ['TIKV_LOCK_NOT_AVAILABLE', 'TIKV_LOCK_WAIT_TIMEOUT'],
  'ERR-18': ['TIKV_DEADLOCK'],
  'ERR-19': ['TIKV_ALREADY_EXISTS'],
  'ERR-20': ['TIKV_WRITE_CONFLICT'],
  'ERR-21': 'there are no latches',
  'ERR-22': ['TIKV_TRANSACTION_ABORTED'],
  'ERR-23': ['TIKV_TOO_LARGE'],
  'ERR-24': ['TIKV_READ_BELOW_SAFE_POINT'],
  'ERR-25': 'requests over the limit of a connection wait',
  'ERR-26': ['TIKV_ASSERTION_FAILED'],
  'ERR-28': ['TIKV_PD'],
  'ERR-29': ['TIKV_FUTURE_TIMESTAMP', 'TIKV_USAGE'],
  'ERR-30': ['TIKV_NETWORK'],
  'ERR-31': 'scans are paged',
  'ERR-32': ['TIKV_PD', 'TIKV_PD_UNREACHABLE', 'TIKV_CLUSTER_MISMATCH', 'TIKV_CLOSED', 'TIKV_USAGE'],
  'ERR-34': 'texts of stores are not repeated',
  'ERR-35': ['TIKV_LOCK_LOST', 'TIKV_SERVER'],
};

/** Codes for what client-go has no error of its own. */
const OURS: readonly ErrorCode[] = [
  // Client-go gives the lock itself.
  'TIKV_LOCKED',
  // Client-go ends the process.
  'TIKV_TSO_WENT_BACK',
  // Client-go tells the first failure alone.
  'TIKV_PARTIAL_WRITE',
  'TIKV_PARTIAL_SPLIT',
  // Client-go writes the failures of all stores into one text.
  'TIKV_STORES_FAILED',
];

it('every code stands for an error of client-go, or says why it is ours', () => {
  const theirs = Object.values(EQUIVALENTS).flatMap((codes) => (typeof codes === 'string' ? [] : codes));
  expect([...new Set([...theirs, ...OURS])].sort()).toEqual(Object.keys(ERROR_TABLE).sort());
});
