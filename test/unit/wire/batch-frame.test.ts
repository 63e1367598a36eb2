import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/model/errors.ts';
import { commandTag, decodeBatchFrame, encodeBatchFrame } from '../../../src/wire/batch-frame.ts';
import type { BatchCommand } from '../../../src/wire/codec/rpc.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';

const batched = Object.values(tikvRpcs).filter((rpc) => 'batch' in rpc && rpc.batch !== undefined);

describe('encodeBatchFrame', () => {
  it('writes what the generated codec reads, for every command', () => {
    for (const rpc of batched) {
      const command = (rpc as { batch: BatchCommand }).batch;
      const body = (rpc.encode as (request: object) => Uint8Array)({});
      const frame = encodeBatchFrame([{ tag: commandTag(command), body }], 1);
      const decoded = tikvRpcs.batchCommands.decodeRequest(frame);
      expect(decoded.requests.map(({ cmd }) => cmd)).toEqual([command]);
    }
  });

  it('keeps bodies and gives ids in order, however large they are', () => {
    const bodies = [new Uint8Array(0), new Uint8Array(300).fill(7)];
    const framed = bodies.map((value) => ({
      tag: commandTag('rawPut'),
      body: tikvRpcs.rawPut.encode({ key: Uint8Array.of(1), value }),
    }));
    const firstId = 2 ** 40 + 127;
    const decoded = tikvRpcs.batchCommands.decodeRequest(encodeBatchFrame(framed, firstId));
    expect(decoded.requestIds).toEqual([BigInt(firstId), BigInt(firstId) + 1n]);
    expect(decoded.requests.map(({ rawPut }) => rawPut?.value)).toEqual(bodies);
  });
});

describe('decodeBatchFrame', () => {
  it('reads what the generated codec writes', () => {
    const frame = tikvRpcs.batchCommands.encodeResponse({
      requestIds: [3n, 300n],
      responses: [{ rawGet: { value: Uint8Array.of(9) } }, {}],
      transportLayerLoad: 250n,
      healthFeedback: { storeId: 5n, feedbackSeqNo: 1n, slowScore: 80 },
    });
    const answers = decodeBatchFrame(frame);
    expect({
      ...answers,
      bodies: answers.bodies.map((body) => [...body]),
      healthFeedback: undefined,
    }).toEqual({
      ids: [3, 300],
      tags: [commandTag('rawGet'), 0],
      bodies: [[...tikvRpcs.rawGet.encodeResponse({ value: Uint8Array.of(9) })], []],
      transportLayerLoad: 250,
      healthFeedback: undefined,
    });
    expect(answers.healthFeedback?.length).toBeGreaterThan(0);
  });

  it('reads ids that are not packed, and skips fields it does not know', () => {
    // request_ids 5 and 6 as single varints, two empty answers, then fields 9 of each wire type.
    const frame = Uint8Array.of(
      16,
      5,
      16,
      6,
      10,
      0,
      10,
      0,
      72,
      1,
      73,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      74,
      1,
      0,
      77,
      0,
      0,
      0,
      0,
    );
    expect(decodeBatchFrame(frame)).toEqual({
      ids: [5, 6],
      tags: [0, 0],
      bodies: [new Uint8Array(0), new Uint8Array(0)],
      transportLayerLoad: undefined,
      healthFeedback: undefined,
    });
  });

  it('S114 batch-response-unknown-id: refuses more ids than answers', () => {
    const frame = tikvRpcs.batchCommands.encodeResponse({ requestIds: [1n, 2n], responses: [{}] });
    expect(() => decodeBatchFrame(frame)).toThrow(ProtocolError);
  });

  it('F37: refuses truncated lengths, overlong numbers and groups', () => {
    const hostile = [
      [10, 200],
      [10, 3, 106, 5, 1],
      [18, 1, 0x80],
      [16, ...new Array(10).fill(0xff), 1],
      [11],
      [73, 0],
      [10, 0xff, 0xff, 0xff, 0xff, 0x0f],
    ];
    for (const bytes of hostile) {
      expect(() => decodeBatchFrame(Uint8Array.from(bytes)), bytes.join()).toThrow(ProtocolError);
    }
  });

  it('F37: throws nothing but ProtocolError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          const { ids, tags, bodies } = decodeBatchFrame(bytes);
          expect([tags.length, bodies.length]).toEqual([ids.length, ids.length]);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
