import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    callers: { type: 'string' },
    only: { type: 'string', default: '' },
    // Counts the requests of commits, and measures nothing.
    requests: { type: 'boolean', default: false },
    'round-ms': { type: 'string' },
    'bulk-keys': { type: 'string' },
    // What this process is to do, of all that was asked for.
    part: { type: 'string' },
  },
});
const numbers = (list: string) => list.split(',').map(Number);

export const isQuick = values.quick;
export const countsOnly = values.requests;
export const part = values.part;
export const callerCounts = numbers(values.callers ?? (isQuick ? '64' : '1,64,256,1024'));
export const roundMs = Number(values['round-ms'] ?? (isQuick ? 50 : 100));
export const bulkKeys = numbers(values['bulk-keys'] ?? (isQuick ? '100000' : '100000,1000000'));
export const isWanted = (name: string) => name.includes(values.only);
