import { MAX_WRITE_EXECUTION_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';

/** The context of every write: the store gives up before this client does (parity rows TO-4, PRW-5). */
export const WRITE_CONTEXT: kvrpcpb.Context = { maxExecutionDurationMs: BigInt(MAX_WRITE_EXECUTION_MS) };
