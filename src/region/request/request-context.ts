import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { RpcInterceptor } from './rpc-interceptor.ts';

/** What the requests of one transaction or snapshot say in their contexts, besides where they go. */
export interface RequestContext {
  /** The same for all of them. */
  readonly fields: kvrpcpb.Context;
  /** Who sends them, for example `external_orders`. Each adds which kind of replica it asks. */
  readonly source: string | undefined;
  /** Returns the resource group tag of a request, by the name of its RPC. */
  readonly tagOf: ((rpc: string) => Uint8Array) | undefined;
  /** Interceptors around each attempt, outermost first; never empty. */
  readonly interceptors?: readonly RpcInterceptor[] | undefined;
}

/**
 * What requests on behalf of others say: whose they are and which resource group pays, without what was asked
 * of those others alone.
 */
export function ownerContext(context: RequestContext | undefined): RequestContext | undefined {
  if (context === undefined) return undefined;
  const { resourceControlContext } = context.fields;
  if (context.source === undefined && resourceControlContext === undefined) return undefined;
  return { fields: { resourceControlContext }, source: context.source, tagOf: undefined };
}

/** The kind of replica that an attempt asks, marked for stale reads, as stores count requests. */
export type ReplicaKind = `${'' | 'stale_'}${'leader' | 'follower'}`;

/**
 * What one attempt says. Its source includes whether it is a retry and which kind of replica was asked first,
 * in the form of client-go's patchRequestSource (internal/locate/region_request.go; parity row SNP-21).
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
