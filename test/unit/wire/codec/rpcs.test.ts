import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../../src/model/errors.ts';
import { healthRpcs, loadAdminRpcs, pdRpcs } from '../../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { type AnyMessage, loadContract, methodTypes } from './contract.ts';

interface Descriptor {
  readonly name: string;
  readonly path: string;
  readonly batch?: string | undefined;
  readonly streams?: 'server' | 'both';
  encode(request: AnyMessage): Uint8Array;
  decodeRequest(bytes: Uint8Array): AnyMessage;
  encodeResponse(response: AnyMessage): Uint8Array;
  decode(bytes: Uint8Array): AnyMessage;
}

const admin = await loadAdminRpcs();
const root = loadContract();

const adminGroups = Object.entries(admin).flatMap(([name, group]) => (name.endsWith('Rpcs') ? [group] : []));

const descriptors = [tikvRpcs, pdRpcs, healthRpcs, ...adminGroups].flatMap(
  (group) => Object.entries(group) as unknown as [string, Descriptor][],
);

const services = (function servicesOf(namespace: protobuf.NamespaceBase): protobuf.Service[] {
  return namespace.nestedArray.flatMap((object) =>
    object instanceof protobuf.Service
      ? [object]
      : object instanceof protobuf.Namespace
        ? servicesOf(object)
        : [],
  );
})(root);

const methods = services.flatMap((service) =>
  service.methodsArray.map((method) => [`/${service.fullName.slice(1)}/${method.name}`, method] as const),
);

/** The name of a oneof member of BatchCommandsRequest.Request that carries this type of request. */
function batchOf(method: protobuf.Method): string | undefined {
  const { fieldsArray } = root.lookupType('tikvpb.BatchCommandsRequest.Request');
  return fieldsArray.find((field) => field.resolvedType === methodTypes(method).request)?.jsonName;
}

test('each method of the contract has one descriptor, under its own name', () => {
  expect(descriptors.map(([, { path }]) => path).sort()).toEqual(methods.map(([path]) => path).sort());
  for (const [key, { name, path }] of descriptors) {
    expect(key.toLowerCase()).toBe(name.toLowerCase());
    expect(path.endsWith(`/${name}`)).toBe(true);
  }
});

describe('a descriptor agrees with the contract', () => {
  test.each(methods)('%s', (path, method) => {
    const descriptor = descriptors.find(([, other]) => other.path === path)?.[1];
    const { requestStream, responseStream } = method;
    expect(descriptor?.streams).toBe(requestStream ? 'both' : responseStream ? 'server' : undefined);
    if (!responseStream) expect(descriptor?.batch).toBe(batchOf(method));
    const { request, response } = methodTypes(method);
    expect(descriptor?.decodeRequest(descriptor.encode({})).constructor.name).toBe(request.name);
    expect(descriptor?.decode(descriptor.encodeResponse({})).constructor.name).toBe(response.name);
    expect(() => descriptor?.decode(Uint8Array.of(1))).toThrow(ProtocolError);
  });
});

test('requests and answers of one batch command have the same number and name', () => {
  const [requests, responses] = ['BatchCommandsRequest.Request', 'BatchCommandsResponse.Response'].map(
    (name) => root.lookupType(`tikvpb.${name}`).fieldsArray.map((field) => [field.id, field.name]),
  );
  expect(requests).toEqual(responses);
});
