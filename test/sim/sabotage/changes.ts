import type { Fields } from '../../../src/testing/index.ts';
import type { SeenRequest } from '../rewriting-transport.ts';

/** A change of all requests of some RPCs. */
export const onRequest = (
  rpcs: string | ReadonlySet<string>,
  change: (request: Fields, seen: SeenRequest) => Fields | undefined,
) => ({
  rewrite: () => ({
    request: (seen: SeenRequest) =>
      (typeof rpcs === 'string' ? seen.rpc === rpcs : rpcs.has(seen.rpc))
        ? change(seen.request, seen)
        : undefined,
  }),
});

/** A change of all answers to some RPCs. */
export const onResponse = (
  rpcs: string | ReadonlySet<string>,
  change: (response: Fields, request: Fields) => Fields | undefined,
) => ({
  rewrite: () => ({
    response: ({ rpc, request, response }: SeenRequest & { readonly response: Fields }) =>
      (typeof rpcs === 'string' ? rpc === rpcs : rpcs.has(rpc)) ? change(response, request) : undefined,
  }),
});

export const bigintOf = (value: unknown) => (typeof value === 'bigint' ? value : 0n);
export const listOf = (value: unknown) => (Array.isArray(value) ? (value as readonly Fields[]) : []);

export const without = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
