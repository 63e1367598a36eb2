import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyCodec, enumsOf, generated, loadContract, typesOf } from './wire/codec/contract.ts';
import { messageArbitrary } from './wire/codec/message-arbitrary.ts';
import { complete, readAll, referenceEncode } from './wire/codec/reference-codec.ts';

const root = loadContract();

test('proto/gen is what the generator writes', () => {
  const script = fileURLToPath(new URL('../../scripts/generate-proto.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});

describe('every message of the contract', () => {
  test.each(typesOf(root).map((type) => [type.fullName, type] as const))('%s', (fullName, type) => {
    const codecs = generated(fullName) as AnyCodec[];
    expect(codecs.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(messageArbitrary(type), (message) => {
        const bytes = Uint8Array.from(referenceEncode(type, message));
        for (const codec of codecs) {
          expect(Uint8Array.from(codec.encode(message).finish())).toEqual(bytes);
          const decoded = codec.decode(bytes);
          expect(readAll(type, decoded)).toEqual(complete(type, message));
          expect(Uint8Array.from(codec.encode(decoded).finish())).toEqual(bytes);
        }
      }),
      { numRuns: 10 },
    );
  });
});

test('every enumeration is there, frozen, with its numbers', () => {
  for (const declared of enumsOf(root)) {
    const found = generated(declared.fullName);
    expect(found.length).toBeGreaterThan(0);
    for (const object of found) {
      expect({ ...(object as object) }).toEqual({ ...declared.values });
      expect(Object.isFrozen(object)).toBe(true);
    }
  }
});
