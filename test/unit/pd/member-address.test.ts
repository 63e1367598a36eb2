import { expect, it } from 'vitest';
import { memberAddress, pickAddress } from '../../../src/pd/member-address.ts';

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

it.each<[readonly string[], boolean, string | undefined]>([
  [['http://pd:2379', 'https://pd:2380'], true, 'pd:2380'],
  [['https://pd:2380', 'http://pd:2379'], false, 'pd:2379'],
  [['http://pd:2379', 'http://other:2379'], true, 'pd:2379'],
  [['unix:///run/pd.sock', 'https://pd:2380'], false, 'pd:2380'],
  [['https://pd', 'http://pd:2379'], true, 'pd:2379'],
  [['unix:///run/pd.sock'], true, undefined],
  [[], false, undefined],
])('of %j, encrypted: %s, %s is picked', (urls, isSecure, address) => {
  expect(pickAddress(urls, isSecure)).toBe(address);
});
