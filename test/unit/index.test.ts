import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as machines from '../../machines/index.ts';
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

it('the guide names every chart that the package exports', () => {
  const guide = readFileSync(new URL('../../docs/guide/machines.md', import.meta.url), 'utf8');
  const named = [...guide.matchAll(/^\| `(\w+Machine)` \|/gm)].map(([, name]) => name);
  const exported = Object.keys(machines).filter((name) => name.endsWith('Machine'));
  expect(named.toSorted()).toEqual(exported.toSorted());
});
