/**
 * What grpc-js says when a connection could not be made: with the failure in it and, after some failures, the
 * time.
 */
const NO_CONNECTION =
  /^No connection established\. Last error: (?:Error(?: \[\w+\])?: )?(.*?)\s*(?:\(\d{4}-\d\d-\d\dT[\d:.]+Z\))?$/s;

/** An error of OpenSSL; its group is what went wrong. */
const OPENSSL = /^[^:]*:error:[^:]*:[^:]*:[^:]*:([^:]+):.*$/s;

/** It appends a note of its name resolution, which is empty for an IP address. */
const NO_NOTE = /\.? Resolution note: *$/;

const HINTS: Readonly<Record<string, string>> = {
  // Closed before anything came.
  'Failed to connect': 'the server closed it: does it want TLS, or another certificate?',
  'Protocol error': 'what answers does not speak gRPC: is it another server, or does it want TLS?',
};

/** What grpc-js says about a call that failed, in one line, with what may help. */
export function readableDetails(details: string | undefined): string {
  if (details === undefined) return 'Unreadable message';
  const text = details.replace(NO_NOTE, '');
  const reason = NO_CONNECTION.exec(text)?.[1];
  return reason === undefined ? text : `No connection: ${HINTS[reason] ?? reason.replace(OPENSSL, '$1')}`;
}
