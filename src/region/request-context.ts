import type { kvrpcpb } from '../wire/codec/messages.ts';
import type { RpcInterceptor } from './rpc-interceptor.ts';

/** What the requests of one transaction or snapshot say in their contexts, beside where they go. */
export interface RequestContext {
  /** The same for all of them. */
  readonly fields: kvrpcpb.Context;
  /** Whose they are, such as `external_orders`. Each says with it which kind of replica it asks. */
  readonly source: string | undefined;
  /** Gives the resource group tag of a request, by the name of its RPC. */
  readonly tagOf: ((rpc: string) => Uint8Array) | undefined;
  /** What stands around each attempt, outermost first; never empty. */
  readonly interceptors?: readonly RpcInterceptor[] | undefined;
}

/**
 * What requests say that are made on behalf of others: whose they are and which resource group pays, and nothing of what
 * was wished of the others alone.
 */
export function ownerContext(context: RequestContext | undefined): RequestContext | undefined {
  if (context === undefined) return undefined;
  const { resourceControlContext } = context.fields;
  if (context.source === undefined && resourceControlContext === undefined) return undefined;
  return { fields: { resourceControlContext }, source: context.source, tagOf: undefined };
}

/** The kind of replica that an attempt asks, and of a stale read that it is one, as stores count requests. */
export type ReplicaKind = `${'' | 'stale_'}${'leader' | 'follower'}`;

/**
 * What one attempt says. Its source tells of a retry and of the replica that was asked first, as client-go's
 * patchRequestSource writes it (internal/locate/region_request.go; parity row SNP-21).
 *
 * @param first which kind of replica the first attempt asked; undefined for the first attempt
 * @throws what the function that gives tags throws
 */
export function contextOfAttempt(
  { fields, source, tagOf }: RequestContext,
  rpc: string,
  kind: ReplicaKind,
  first: ReplicaKind | undefined,
): kvrpcpb.Context {
  const tag = tagOf === undefined ? undefined : { resourceGroupTag: tagOf(rpc) };
  if (source === undefined) return tag === undefined ? fields : { ...fields, ...tag };
  const how = first === undefined ? kind : `retry_${first}_${kind}`;
  return { ...fields, ...tag, requestSource: `${how}_${source}` };
}
