import { expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { TikvError } from '../../src/index.ts';

it('the package exports its errors, connect and what timestamps need, and nothing of its inside', () => {
  const isError = (value: unknown) =>
    typeof value === 'function' && (value === TikvError || value.prototype instanceof TikvError);
  const others = Object.entries(library).filter(([, value]) => !isError(value));
  expect(others.map(([name]) => name).sort()).toEqual([
    'ERROR_CODES',
    'ERROR_TABLE',
    'MAX_TIMESTAMP',
    'composeTimestamp',
    'connect',
    'dateToTimestamp',
    'describeKey',
    'logicalPart',
    'physicalMs',
    'timestampToDate',
  ]);
});
