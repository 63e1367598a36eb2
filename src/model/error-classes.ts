// Public: the error classes and what documents them. Code of the library imports `errors.ts`.
export * from './errors/call.ts';
export * from './errors/describe-key.ts';
export * from './errors/error-table.ts';
export * from './errors/key.ts';
export * from './errors/partial-split.ts';
export * from './errors/partial-write.ts';
export * from './errors/pd.ts';
export * from './errors/routing.ts';
export * from './errors/stores-failed.ts';
export * from './errors/tikv-error.ts';
export * from './errors/transaction.ts';
export * from './errors/undetermined.ts';
export * from './errors/usage.ts';
