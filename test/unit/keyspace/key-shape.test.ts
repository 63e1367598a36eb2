import type protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { KeyShape } from '../../../src/keyspace/key-shape.ts';
import { REQUEST_SHAPES } from '../../../src/keyspace/request-shapes.ts';
import { RESPONSE_SHAPES } from '../../../src/keyspace/response-shapes.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import { loadContract, messageType, methodTypes } from '../wire/codec/contract.ts';

// Every field of bytes in the contract is a key that a shape names, or one of these: a key field that is added to
// the contract and forgotten in the shapes fails here.

/** Fields of bytes that hold no keys. */
const NOT_KEYS: ReadonlySet<string> = new Set([
  'value',
  'values',
  'previousValue',
  'shortValue',
  'data',
  'resourceGroupTag',
  'traceId',
]);

/** Region errors are read by the region layer; locks that hold locks are looked at one level deep. */
const isLeftOut = (path: string): boolean => /regionError$|sharedLockInfos\.sharedLockInfos$/.test(path);

/** A pair to be put has the type of one that was read, and never an error. */
const isAnswerInRequest = (path: string): boolean => path.startsWith('pairs.error.');

const service = loadContract().lookupService('tikvpb.Tikv');
const rpcNames = Object.values(tikvRpcs)
  .map(({ name }) => name)
  .filter((name) => name !== 'BatchCommands');

/** Paths of the fields of bytes that may hold keys, such as `pairs.key`. */
function keyPaths(type: protobuf.Type, path = ''): string[] {
  return type.fieldsArray.flatMap((field) => {
    const here = path + field.jsonName;
    if (isLeftOut(here)) return [];
    const nested = messageType(field.resolve());
    if (nested) return keyPaths(nested, `${here}.`);
    return field.type === 'bytes' && !NOT_KEYS.has(field.jsonName) ? [here] : [];
  });
}

function shapePaths({ keys = [], range, region, messages = {} }: KeyShape, path = ''): string[] {
  return [
    ...[...keys, ...(range ?? []), ...(region ?? [])].map((field) => path + field),
    ...Object.entries(messages).flatMap(([field, inner]) =>
      isLeftOut(path + field) ? [] : shapePaths(inner, `${path}${field}.`),
    ),
  ];
}

describe('shapes name every key of the contract and nothing else', () => {
  it.each(rpcNames)('%s', (name) => {
    const { request, response } = methodTypes(service.methods[name] as protobuf.Method);
    const asked = keyPaths(request).filter((path) => !isAnswerInRequest(path));
    expect(shapePaths(REQUEST_SHAPES[name] ?? {}).sort()).toEqual(asked.sort());
    expect(shapePaths(RESPONSE_SHAPES[name] ?? {}).sort()).toEqual(keyPaths(response).sort());
  });

  it('there are no shapes of other RPCs', () => {
    const shaped = [...Object.keys(REQUEST_SHAPES), ...Object.keys(RESPONSE_SHAPES)];
    expect(shaped.filter((name) => !rpcNames.includes(name))).toEqual([]);
  });
});
