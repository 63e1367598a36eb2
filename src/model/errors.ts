export * from './errors/call.ts';
export * from './errors/describe-key.ts';
export * from './errors/key.ts';
export * from './errors/pd.ts';
export * from './errors/routing.ts';
export * from './errors/tikv-error.ts';
export * from './errors/undetermined.ts';
export * from './errors/usage.ts';
