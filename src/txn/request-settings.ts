import { askFunction } from '../model/ask-function.ts';
import { UsageError } from '../model/errors.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import type { RequestContext } from '../region/request/request-context.ts';
import type { RpcInterceptor } from '../region/request/rpc-interceptor.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';

/** Who a request is for. Stores count resource use by it, and slow down requests of the background. */
export interface RequestSource {
  /** What it is for, for example `orders`. */
  readonly type?: string | undefined;
  /**
   * More about it, appended to the type when it differs. Stores know `background`, `ddl`, `import`, `br`,
   * `stats`.
   */
  readonly explicitType?: string | undefined;
  /** Work of a system rather than of its users. Default false. */
  readonly internal?: boolean | undefined;
}

/** What the requests of a transaction or a snapshot ask of stores, and say of themselves. */
export interface RequestSettings {
  /** The priority at stores. Default `normal`. */
  readonly priority?: 'low' | 'normal' | 'high' | undefined;
  /** The resource group whose quota they use. Default: none. */
  readonly resourceGroup?: string | undefined;
  /**
   * A tag by which stores report their CPU use (Top SQL): bytes, or a function that returns them for the name
   * of a request's RPC. Default: none.
   */
  readonly resourceGroupTag?: Uint8Array | ((rpc: string) => Uint8Array) | undefined;
  /** Who the requests are for. Default: not said. */
  readonly requestSource?: RequestSource | undefined;
  /** Interceptors around each attempt of a request to a store, outermost first. Default: none. */
  readonly interceptors?: readonly RpcInterceptor[] | undefined;
}

/** What the requests of a transaction ask of stores in addition. */
export interface WriteSettings extends RequestSettings {
  /**
   * Whether writes may use the last space of a disk: `refuse` them, `almostFull`, or `full` too. Default
   * `refuse`.
   */
  readonly diskFull?: 'refuse' | 'almostFull' | 'full' | undefined;
  /**
   * Whether the log of each write is synced to disk, also where a store does not do so by itself. Default
   * false.
   */
  readonly syncLog?: boolean | undefined;
  /** A mark for readers of the change log (CDC), for example those that copy between clusters. Default 0n. */
  readonly txnSource?: bigint | undefined;
}

const PRIORITIES = {
  low: kvrpcpb.CommandPri.Low,
  normal: kvrpcpb.CommandPri.Normal,
  high: kvrpcpb.CommandPri.High,
} as const;

const DISK_FULL = {
  refuse: kvrpcpb.DiskFullOpt.NotAllowedOnFull,
  almostFull: kvrpcpb.DiskFullOpt.AllowedOnAlmostFull,
  full: kvrpcpb.DiskFullOpt.AllowedOnAlreadyFull,
} as const;

/**
 * What the contexts of requests say; undefined when nothing is set, and then nothing is done for any of them.
 * Follows client-go's setters of KVTxn and KVSnapshot (parity rows TXN-21 to TXN-27).
 */
export function toRequestContext(settings: WriteSettings | undefined): RequestContext | undefined {
  if (settings === undefined) return undefined;
  const { priority, resourceGroup, resourceGroupTag, requestSource, diskFull, syncLog, txnSource } = settings;
  const interceptors = settings.interceptors?.length ? [...settings.interceptors] : undefined;
  const source = requestSource === undefined ? undefined : sourceName(requestSource);
  const tagOf = typeof resourceGroupTag === 'function' ? checkedTag(resourceGroupTag) : undefined;
  const fields: kvrpcpb.Context = {
    ...(priority !== undefined && { priority: PRIORITIES[priority] }),
    ...(resourceGroup !== undefined && { resourceControlContext: { resourceGroupName: resourceGroup } }),
    ...(resourceGroupTag instanceof Uint8Array && { resourceGroupTag: new Uint8Array(resourceGroupTag) }),
    ...(diskFull !== undefined && { diskFullOpt: DISK_FULL[diskFull] }),
    ...(syncLog !== undefined && { syncLog }),
    ...(txnSource !== undefined && { txnSource }),
  };
  const isSilent = source === undefined && tagOf === undefined && Object.keys(fields).length === 0;
  return isSilent && interceptors === undefined ? undefined : { fields, source, tagOf, interceptors };
}

/** The same environment with these settings in its requests; the very same when there are none. */
export function withRequestContext<Environment extends { readonly regions: RegionClient }>(
  environment: Environment,
  context: RequestContext | undefined,
): Environment {
  if (context === undefined) return environment;
  return { ...environment, regions: environment.regions.withContext(context) };
}

/** As client-go's RequestSource.GetRequestSource writes it (util/request_source.go; parity row OBS-20). */
function sourceName({ type = '', explicitType = '', internal = false }: RequestSource): string {
  if (type === '' && explicitType === '') return 'unknown';
  const parts = [internal ? 'internal' : 'external', type === '' ? 'unknown' : type];
  if (explicitType !== '' && explicitType !== type) parts.push(explicitType);
  return parts.join('_');
}

function checkedTag(tagOf: (rpc: string) => Uint8Array): (rpc: string) => Uint8Array {
  return (rpc) => {
    const tag = askFunction('resourceGroupTag', ` for ${rpc}`, () => tagOf(rpc));
    if (tag instanceof Uint8Array) return tag;
    throw new UsageError(`resourceGroupTag: the function must give a Uint8Array for ${rpc}`);
  };
}
