import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { loadContract, messageType, methodTypes } from './wire/codec/contract.ts';

// The recordings name messages, fields and enumeration values as the contract does: whatever a real TiKV was
// asked and answered must be sayable with ours. They lie beside the repository, where they were recorded.

interface Step {
  readonly rpc?: string;
  readonly await?: string;
  readonly async?: string;
  readonly req?: unknown;
  readonly resp?: unknown;
}

const folder = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.jsonl(\.gz)?$/.test(name)) : [];
const root = loadContract();
const service = root.lookupService('tikvpb.Tikv');

function unknownNames(type: protobuf.Type, value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => unknownNames(type, one, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = type.fields[name];
    const here = `${path}.${name}`;
    if (!field) return [here];
    const nested = messageType(field.resolve());
    if (nested) return typeof inner === 'string' ? [] : unknownNames(nested, inner, here);
    const { resolvedType } = field;
    if (!(resolvedType instanceof protobuf.Enum)) return [];
    return [inner]
      .flat()
      .filter((member) => typeof member !== 'string' || resolvedType.values[member] === undefined)
      .map((member) => `${here}=${member}`);
  });
}

function unknownNamesOfDocument(steps: readonly Step[]): string[] {
  const pending = new Map<string, string>();
  return steps.flatMap((step) => {
    if (step.async && step.rpc) pending.set(step.async, step.rpc);
    const rpc = step.rpc ?? (step.await && pending.get(step.await));
    if (!rpc) return [];
    const method = service.methods[rpc];
    if (!method) return [rpc];
    const types = methodTypes(method);
    const { grpc_error: _, ...response } = (step.resp ?? {}) as Record<string, unknown>;
    return [
      ...unknownNames(types.request, step.req, `${rpc}.req`),
      ...unknownNames(types.response, response, `${rpc}.resp`),
    ];
  });
}

describe.runIf(files.length > 0)('the contract can say all that a real TiKV was asked and answered', () => {
  test.each(files)('%s', (name) => {
    const stored = readFileSync(folder + name);
    const lines = (name.endsWith('.gz') ? gunzipSync(stored) : stored).toString().trim().split('\n');
    const unknown = lines.flatMap((line) =>
      unknownNamesOfDocument((JSON.parse(line) as { steps: Step[] }).steps),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });
});
