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
  ])('%s', (text, safe) => expect(withoutKeys(text)).toEqual(safe));
});
