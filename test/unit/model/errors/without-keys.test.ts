import { describe, expect, it } from 'vitest';
import { withoutKeys } from '../../../../src/model/errors.ts';

describe('withoutKeys', () => {
  it.each([
    ['key 7480000000000000FF5F is locked', 'key ? is locked'],
    ['region of key: "acct/1" moved', 'region of key: ? moved'],
    ['no region for [116, 107, 0, 255]', 'no region for ?'],
    ['no region for [116 107 0 255]', 'no region for ?'],
    ['at 313233343536373839303132 nothing', 'at ? nothing'],
    [
      'start_ts: 449123456789012345 of 10.0.0.1:20160 is busy',
      'start_ts: 449123456789012345 of 10.0.0.1:20160 is busy',
    ],
    ['the key is not in region 42', 'the key is not in region 42'],
    ['[region 5] key range [35353531323334353637, 3535) is stale', '[region 5] key range ? is stale'],
    ['split keys ["35353531323334353637"] not in range', 'split keys ? not in range'],
    ['between region[3737, 3939) and region[4040, )', 'between region? and region?'],
    ['key range[3737, 3939) found a hole', 'key range? found a hole'],
    ['no overlap with [353535, 373737)', 'no overlap with [?, ?)'],
    ['no overlap with [, 373737)', 'no overlap with [, ?)'],
    ['"353535" and \'373737\' are locked', '"?" and \'?\' are locked'],
    ['start_key: "5551234567" end_key: "a\\"bc" id: 12', 'start_key: ? end_key: ? id: 12'],
    ['StartKey:5551234567 EndKey:5552 RawKey: 31', 'StartKey:? EndKey:? RawKey: ?'],
    ['[region 5] 6 keys are locked of 123456', '[region 5] 6 keys are locked of 123456'],
    ['monkey 42, term 123456, [region 123456]', 'monkey 42, term 123456, [region 123456]'],
  ])('%s', (text, safe) => expect(withoutKeys(text)).toEqual(safe));

  it('cuts what is too long, without half a key at its end, and is done with it soon', () => {
    expect(withoutKeys('[123456, '.repeat(100_000)).length).toBeLessThan(4_100);
    expect(withoutKeys(`${'x '.repeat(1_990)}key "${'secret '.repeat(100)}"`)).not.toContain('secret');
    expect(withoutKeys(`${'x'.repeat(3_990)} ab12cd34ab12cd34ab12cd34`)).toBe(`${'x'.repeat(3_990)} …`);
  });
});
