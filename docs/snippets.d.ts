// What the snippets of docs take as given. See scripts/check-snippets.mjs.
declare const connect: typeof import('tikv-client').connect;
declare const tikv: import('tikv-client').Tikv;
declare const txn: import('tikv-client').Transaction;
declare const cluster: import('tikv-client/testing').Cluster;
declare const startCluster: typeof import('tikv-client/testing').startCluster;
declare const expect: typeof import('vitest').expect;
declare const clock: import('tikv-client/testing').VirtualClock;
declare const safePoint: bigint;
declare const seenElsewhere: bigint;
declare const leaseEnd: bigint;
declare const log: Record<'info' | 'warn' | 'error', (...values: unknown[]) => void>;
declare function show(...values: unknown[]): void;
declare function report(...values: unknown[]): void;
declare function findOut(...values: unknown[]): Promise<void>;
declare function later(): Promise<void>;
declare function payAgain(): Promise<void>;
