import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import type { Codec } from '#proto';
import * as hot from '#proto';
import * as admin from '#proto/admin';
import * as connect from '#proto/connect';

const folder = fileURLToPath(new URL('../../../../proto/', import.meta.url));

/** The messages of proto/*.proto as protobufjs reads them; fields keep their snake_case names. */
export function loadContract(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => folder + target;
  root.loadSync(
    readdirSync(folder).filter((name) => name.endsWith('.proto')),
    { keepCase: true },
  );
  root.resolveAll();
  return root;
}

/** A method with its types resolved: the declarations of protobufjs lose them. */
export function methodTypes(method: protobuf.Method): { request: protobuf.Type; response: protobuf.Type } {
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  if (!request || !response) throw new Error(`${method.fullName} has no types`);
  return { request, response };
}

/** Every message type below a namespace. */
export function typesOf(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.flatMap((object) => [
    ...(object instanceof protobuf.Type ? [object] : []),
    ...(object instanceof protobuf.Namespace ? typesOf(object) : []),
  ]);
}

/** Every enumeration below a namespace. */
export function enumsOf(namespace: protobuf.NamespaceBase): protobuf.Enum[] {
  return namespace.nestedArray.flatMap((object) => [
    ...(object instanceof protobuf.Enum ? [object] : []),
    ...(object instanceof protobuf.Namespace ? enumsOf(object) : []),
  ]);
}

/** What the generated modules hold under a full name such as `kvrpcpb.Op`: none, one, or one from each module. */
export function generated(fullName: string): unknown[] {
  return [connect, hot, admin]
    .map((module) =>
      fullName
        .replace(/^\./, '')
        .split('.')
        .reduce<unknown>((object, name) => (object as Record<string, unknown> | undefined)?.[name], module),
    )
    .filter((found) => found !== undefined);
}

/** Messages of any type, by the names of their fields in JavaScript. */
export type AnyMessage = { [field: string]: unknown };
export type AnyCodec = Codec<AnyMessage, AnyMessage>;

/** The type of the messages in a field, if it holds messages. */
export const messageType = (field: protobuf.Field): protobuf.Type | undefined =>
  field.resolvedType instanceof protobuf.Type ? field.resolvedType : undefined;

/** Whether a field that was never written differs from one that was written with its default. */
export const hasPresence = (field: protobuf.Field): boolean =>
  !field.repeated && !field.map && (field.partOf !== null || messageType(field) !== undefined);
