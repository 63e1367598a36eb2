// For the library itself: the public error classes, and helpers.
export * from './error-classes.ts';
export * from './errors/as-tikv-error.ts';
export * from './errors/with-attempts.ts';
export * from './errors/without-keys.ts';
