import { GRPC_STATUS } from '../service.ts';
import type { FaultRule } from './fault.ts';
import { type Cut, type Fields, LOST, type Message, type Reply } from './message.ts';

/** How a rule ends a message. */
export function cutOf(rule: FaultRule, message: Message): Cut {
  return { reply: replyOf(rule, message), applies: rule.applies ?? true };
}

function replyOf({ action }: FaultRule, message: Message): Reply {
  if (action === 'breakStream') {
    return { kind: 'break', status: GRPC_STATUS.unavailable, message: 'connection reset' };
  }
  if (typeof action === 'string') return LOST;
  if ('regionError' in action) {
    return { kind: 'answer', response: { regionError: { message: 'injected', ...action.regionError } } };
  }
  if ('keyError' in action) return { kind: 'answer', response: keyErrorAnswer(message.rpc, action.keyError) };
  if ('status' in action) {
    return { kind: 'status', status: action.status, message: action.message ?? 'injected' };
  }
  if ('malformed' in action) return { kind: 'bytes', bytes: action.malformed };
  if ('response' in action) {
    const { response } = action;
    const made = typeof response === 'function' ? response(message.response ?? {}, message) : response;
    return { kind: 'answer', response: made };
  }
  return LOST;
}

/** These answers have a list of errors; all others have one. */
const RPCS_WITH_ERROR_LISTS: ReadonlySet<string> = new Set([
  'KvPrewrite',
  'KvPessimisticLock',
  'KVPessimisticRollback',
  'KvFlush',
]);

function keyErrorAnswer(rpc: string, keyError: Fields): Fields {
  return RPCS_WITH_ERROR_LISTS.has(rpc) ? { errors: [keyError] } : { error: keyError };
}
