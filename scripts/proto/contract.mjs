// Reads proto/*.proto and divides the messages among the generated modules.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const folder = fileURLToPath(new URL('../../proto/', import.meta.url));

/**
 * What the module `connect` holds: all that is asked of PD before the first request to a store, and what stores tell
 * about themselves. A name ending in a dot is a whole package. What these refer to comes along.
 */
const connectNames = [
  'grpc.health.v1.',
  'kvrpcpb.HealthFeedback',
  'pdpb.GetClusterInfoRequest',
  'pdpb.GetClusterInfoResponse',
  'pdpb.GetMembersRequest',
  'pdpb.GetMembersResponse',
  'pdpb.TsoRequest',
  'pdpb.TsoResponse',
  'pdpb.GetStoreRequest',
  'pdpb.GetStoreResponse',
  'pdpb.GetAllStoresRequest',
  'pdpb.GetAllStoresResponse',
  'pdpb.GetRegionRequest',
  'pdpb.GetRegionByIDRequest',
  'pdpb.GetRegionResponse',
  'pdpb.ScanRegionsRequest',
  'pdpb.ScanRegionsResponse',
  'pdpb.BatchScanRegionsRequest',
  'pdpb.BatchScanRegionsResponse',
  'pdpb.GetGCStateRequest',
  'pdpb.GetGCStateResponse',
];

/** What the module `hot` holds: everything that a batch stream or a request to a store can carry. */
const hotNames = ['tikvpb.', 'kvrpcpb.', 'errorpb.', 'coprocessor.'];

/** The whole contract, with fields named as in protobuf's JSON mapping: `exec_details_v2` is `execDetailsV2`. */
export function loadContract() {
  const root = new protobuf.Root();
  const files = readdirSync(folder).filter((name) => name.endsWith('.proto'));
  root.resolvePath = (_, target) => folder + target;
  root.loadSync(files, { keepCase: true });
  for (const type of typesOf(root)) renameFields(type);
  return root.resolveAll();
}

function renameFields(type) {
  for (const field of [...type.fieldsArray]) {
    const oneof = field.partOf;
    type.remove(field);
    field.name = field.jsonName;
    type.add(field);
    field.partOf = oneof;
  }
  for (const oneof of type.oneofsArray) oneof.oneof = oneof.fieldsArray.map(({ name }) => name);
}

/** Every message type below a namespace, nested ones included, in the order of the files. */
export function typesOf(namespace) {
  return namespace.nestedArray.flatMap((object) => [
    ...(object instanceof protobuf.Type ? [object] : []),
    ...(object instanceof protobuf.Namespace ? typesOf(object) : []),
  ]);
}

/**
 * The generated modules: `connect`; `hot`, loaded with the verbs; and `admin` with all the rest, loaded on first use.
 * A message that several need is in each; the copies are alike, and no module needs another.
 */
export function loadModules() {
  const names = topLevelNames(loadContract());
  const named = (list) =>
    names.filter((name) => list.some((one) => (one.endsWith('.') ? name.startsWith(one) : name === one)));
  const connect = restrictTo(loadContract(), named(connectNames));
  const hot = restrictTo(loadContract(), named(hotNames));
  const held = new Set([connect, hot].flatMap(topLevelNames));
  const admin = restrictTo(
    loadContract(),
    names.filter((name) => !held.has(name)),
  );
  return { connect, hot, admin };
}

function topLevelNames(root) {
  return root.nestedArray.flatMap(function visit(object) {
    if (object instanceof protobuf.Type || object instanceof protobuf.Enum) return [object.fullName.slice(1)];
    return object instanceof protobuf.Service ? [] : object.nestedArray.flatMap(visit);
  });
}

/** Removes from a contract what the named types do not reach. */
function restrictTo(root, names) {
  const kept = new Set();
  const keep = (object) => {
    if (kept.has(object)) return;
    kept.add(object);
    if (object.parent instanceof protobuf.Type) keep(object.parent);
    if (!(object instanceof protobuf.Type)) return;
    for (const nested of object.nestedArray) keep(nested);
    for (const field of object.fieldsArray) if (field.resolvedType) keep(field.resolvedType);
  };
  for (const name of names) keep(root.lookup(name));
  const prune = (namespace) => {
    for (const object of [...namespace.nestedArray]) {
      if (kept.has(object)) continue;
      if (object instanceof protobuf.Type || !(object instanceof protobuf.Namespace))
        namespace.remove(object);
      else if (object instanceof protobuf.Service) namespace.remove(object);
      else prune(object);
      if (object.nestedArray?.length === 0 && object.parent === namespace) namespace.remove(object);
    }
  };
  prune(root);
  return root;
}
