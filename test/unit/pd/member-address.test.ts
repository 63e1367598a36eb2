import { expect, it } from 'vitest';
import { memberAddress } from '../../../src/pd/member-address.ts';

it.each([
  ['http://10.0.0.1:2379', '10.0.0.1:2379'],
  ['https://pd-0.pd.svc:2379/', 'pd-0.pd.svc:2379'],
  ['pd:2379', 'pd:2379'],
  ['http://[::1]:2379', '[::1]:2379'],
  ['http://pd', undefined],
  ['http://::1:2379', undefined],
  ['http://user@pd:2379', undefined],
  ['http://pd:2379/members', undefined],
  ['unix:///run/pd.sock', undefined],
  ['http://pd:port', undefined],
  ['', undefined],
])('%s is %s', (url, address) => {
  expect(memberAddress(url)).toBe(address);
});
