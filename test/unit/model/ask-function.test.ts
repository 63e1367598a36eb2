import { describe, expect, test } from 'vitest';
import { askFunction } from '../../../src/model/ask-function.ts';
import { UsageError } from '../../../src/model/errors.ts';

describe('askFunction', () => {
  test('gives what the function says', () => {
    expect(askFunction('choose', '', () => 7)).toBe(7);
  });

  test('a function that throws is told, with its error as the cause', () => {
    const cause = new Error('no idea');
    const ask = () =>
      askFunction('choose', ' for KvGet', () => {
        throw cause;
      });
    expect(ask).toThrow(new UsageError('choose: the function threw for KvGet', { cause }));
  });

  test('a promise is refused, and its failure is nobody’s: it does not end the process', async () => {
    const ask = () => askFunction('choose', '', () => Promise.reject(new Error('later')));
    expect(ask).toThrow(/^choose: the function must return a value, not a promise$/);
    await new Promise((resolve) => setImmediate(resolve));
  });
});
