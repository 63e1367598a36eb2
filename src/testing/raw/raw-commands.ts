import type { Command } from '../mvcc/command.ts';
import { rawCasCommand } from './raw-cas-command.ts';
import { rawBatchGetCommand, rawGetCommand, rawGetKeyTtlCommand } from './raw-read-commands.ts';
import { rawBatchScanCommand, rawChecksumCommand, rawScanCommand } from './raw-scan-commands.ts';
import {
  rawBatchDeleteCommand,
  rawBatchPutCommand,
  rawDeleteCommand,
  rawDeleteRangeCommand,
  rawPutCommand,
} from './raw-write-commands.ts';

/** Raw RPCs by name. */
export const rawCommands: Readonly<Record<string, Command>> = {
  RawGet: rawGetCommand,
  RawBatchGet: rawBatchGetCommand,
  RawGetKeyTTL: rawGetKeyTtlCommand,
  RawPut: rawPutCommand,
  RawBatchPut: rawBatchPutCommand,
  RawDelete: rawDeleteCommand,
  RawBatchDelete: rawBatchDeleteCommand,
  RawDeleteRange: rawDeleteRangeCommand,
  RawScan: rawScanCommand,
  RawBatchScan: rawBatchScanCommand,
  RawCompareAndSwap: rawCasCommand,
  RawChecksum: rawChecksumCommand,
};
