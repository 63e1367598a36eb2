import { expect, it } from 'vitest';
import { readableDetails } from '../../../src/wire/readable-details.ts';

const FAILED = 'No connection established. Last error: ';
const AT = ' (2026-11-29T19:56:33.764Z)';
const ALERT =
  '?:error:?:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/rec_layer_s3.c:1601:SSL alert number 116\n';

it.each([
  [undefined, 'Unreadable message'],
  ['Server is busy', 'Server is busy'],
  ['Name resolution failed. Resolution note: ', 'Name resolution failed'],
  [`${FAILED}Error: connect ECONNREFUSED 127.0.0.1:1`, 'No connection: connect ECONNREFUSED 127.0.0.1:1'],
  [`${FAILED}Error [ERR_TLS]: not its name. Resolution note: `, 'No connection: not its name'],
  [`${FAILED}${ALERT}${AT}`, 'No connection: tlsv13 alert certificate required'],
  [
    `${FAILED}Failed to connect${AT}`,
    'No connection: the server closed it: does it want TLS, or another certificate?',
  ],
  [
    `${FAILED}Protocol error${AT}`,
    'No connection: what answers does not speak gRPC: is it another server, or does it want TLS?',
  ],
])('%j of grpc-js reads', (details, text) => {
  expect(readableDetails(details)).toBe(text);
});
