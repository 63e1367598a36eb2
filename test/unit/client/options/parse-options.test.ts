import { describe, expect, it, vi } from 'vitest';
import { parseOptions } from '../../../../src/client/options/parse-options.ts';
import { parseUrl } from '../../../../src/client/options/parse-url.ts';
import { UsageError } from '../../../../src/model/errors.ts';

const problemsOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
  return [];
};

describe('parseUrl', () => {
  const parse = (url: string) => parseUrl(url, []);

  it('takes several hosts, default ports, IPv6 and parameters', () => {
    expect(parse('tikv://pd1,10.0.0.2:2479,[::1]:9?timeoutMs=5&actors=always')).toEqual({
      endpoints: ['pd1', '10.0.0.2:2479', '[::1]:9'],
      parameters: new Map([
        ['timeoutMs', '5'],
        ['actors', 'always'],
      ]),
    });
  });

  it.each(['http://pd:1', 'pd:1', 'tikv:/pd', 'tikv://pd/path', 'tikv://pd#x'])('refuses %s', (url) => {
    expect(problemsOf(() => parseOptions(url))[0]).toContain('not a TiKV URL');
  });

  it('names every bad host and every repeated parameter', () => {
    expect(problemsOf(() => parseOptions('tikv://a:0,b:99999,a b,,d?timeoutMs=1&timeoutMs=x'))).toEqual([
      'URL parameter "timeoutMs" is given twice',
      'timeoutMs must be a whole number from 1 to 2147483647, not "x"',
      '"a:0" is not a PD address; its port must be from 1 to 65535',
      '"b:99999" is not a PD address; its port must be from 1 to 65535',
      '"a b" is not a PD address; write host:port',
      '"" is not a PD address; write host:port',
    ]);
  });
});

describe('options beside a URL', () => {
  const inspect = () => {};

  it('go with those in it', () => {
    const { endpoints, timeoutMs, actors } = parseOptions('tikv://pd:1?timeoutMs=5', {
      inspect,
      timeoutMs: undefined,
    });
    expect({ endpoints, timeoutMs, actors }).toEqual({ endpoints: ['pd:1'], timeoutMs: 5, actors: 'always' });
  });

  it('go with the URL of the environment', () => {
    vi.stubEnv('TIKV_URL', 'tikv://pd:1');
    expect(parseOptions(undefined, { zone: 'a' })).toMatchObject({ endpoints: ['pd:1'], zone: 'a' });
    vi.unstubAllEnvs();
  });

  it.each<[string, unknown, unknown, string]>([
    ['twice', 'tikv://pd:1?zone=a', { zone: 'a' }, 'zone is given by the URL and beside it: give it once'],
    [
      'endpoints',
      'tikv://pd:1',
      { endpoints: ['pd:2'] },
      'endpoints is given by the URL and beside it: give it once',
    ],
    ['unknown', 'tikv://pd:1', { inspectt: inspect }, 'Unknown option "inspectt"; did you mean inspect?'],
    ['no object', 'tikv://pd:1', inspect, 'Beside a URL connect takes an object of options, not a function'],
    [
      'beside options',
      { endpoints: ['pd:1'] },
      { inspect },
      'connect takes a second argument only beside a URL: put all options into one object',
    ],
  ])('are refused: %s', (_, target, beside, problem) => {
    expect(problemsOf(() => parseOptions(target as string, beside as object))).toEqual([problem]);
  });
});

it('an endpoint is no URL', () => {
  expect(problemsOf(() => parseOptions({ endpoints: ['http://pd:2379'] }))).toEqual([
    '"http://pd:2379" is not a PD address; write host:port, without http://',
  ]);
});

describe('a password', () => {
  it.each<[string, Parameters<typeof parseOptions>[0]]>([
    ['of a URL', 'tikv://user:s3,cret@pd:2379'],
    ['of a URL with several', 'tikv://user:s3cret@pd,user:s3cret@pd2'],
    ['of a URL of something else', 'postgres://user:s3/cre?t@pd:5432/db'],
    ['of an endpoint', { endpoints: ['user:s3cret@pd:2379'] }],
  ])('%s is not told by the error', (_, given) => {
    const [problem, ...more] = problemsOf(() => parseOptions(given));
    expect(more).toEqual([]);
    expect(problem).toContain('"');
    expect(problem).toContain('pd');
    expect(problem).not.toMatch(/user:|s3|cre/);
  });
});

describe('parseOptions', () => {
  it('fills in defaults', () => {
    expect(parseOptions({ endpoints: ['pd'] })).toEqual({
      endpoints: ['pd:2379'],
      tls: undefined,
      inspect: undefined,
      runtime: undefined,
      timeoutMs: 60_000,
      maxKeySizeBytes: 8192,
      maxEntrySizeBytes: 6_291_456,
      maxTransactionSizeBytes: 104_857_600,
      scanBatchSize: 256,
      maxBatchSize: 128,
      connectionsPerStore: 4,
      localLatches: 0,
      lowResolutionIntervalMs: 2000,
      maxTransactAttempts: 32,
      actors: 'on-demand',
      apiVersion: 'v1',
      keyspace: undefined,
      mixRawAndTransactional: false,
      pdTimeoutMs: 3000,
      connectTimeoutMs: 5000,
      keepaliveTimeMs: 10_000,
      keepaliveTimeoutMs: 3000,
      idleTimeoutMs: 180_000,
      compression: 'none',
      flowControlWindowBytes: 134_217_728,
      maxReceiveSizeBytes: 1_073_741_824,
      maxRequestSizeBytes: 268_435_456,
      maxInFlightPerConnection: 2_147_483_647,
      storeLivenessTimeoutMs: 1000,
      regionCacheTtlMs: 600_000,
      asyncCommit: true,
      onePhaseCommit: true,
      commitConcurrency: 128,
      keepAliveSizeBytes: 33_554_432,
      maxTransactionLifeMs: 3_600_000,
      resolveLiteThreshold: 512,
    });
  });

  it('a keyspace brings API V2, and API V2 brings a keyspace', () => {
    const of = (options: object) => {
      const { apiVersion, keyspace } = parseOptions({ endpoints: ['pd'], ...options });
      return `${apiVersion} ${keyspace}`;
    };
    expect(of({ keyspace: 'orders' })).toBe('v2 orders');
    expect(of({ keyspace: 'orders', apiVersion: 'v2' })).toBe('v2 orders');
    expect(of({ apiVersion: 'v2' })).toBe('v2 DEFAULT');
    expect(of({ apiVersion: 'v1' })).toBe('v1 undefined');
    expect(problemsOf(() => of({ keyspace: 'orders', apiVersion: 'v1' }))).toEqual([
      'keyspace needs API V2: leave out keyspace or apiVersion',
    ]);
    expect(problemsOf(() => of({ keyspace: '', mixRawAndTransactional: 'yes' }))).toEqual([
      'keyspace must be a name, not ""',
      'mixRawAndTransactional must be true or false, not "yes"',
    ]);
  });

  it('reads scalars from the URL', () => {
    const url = 'tikv://pd?timeoutMs=250&actors=always&keyspace=7&mixRawAndTransactional=true';
    expect(parseOptions(url)).toMatchObject({
      timeoutMs: 250,
      actors: 'always',
      keyspace: '7',
      mixRawAndTransactional: true,
    });
  });

  it('reads TLS files from the URL', () => {
    expect(parseOptions('tikv://pd?tls.ca=/etc/ca.pem&tls.serverName=pd.internal').tls).toEqual({
      ca: '/etc/ca.pem',
      serverName: 'pd.internal',
    });
  });

  it('reads from the URL that TLS is on without files', () => {
    expect(parseOptions('tikv://pd?tls=true').tls).toEqual({});
    expect(parseOptions('tikv://pd?tls.ca=ca.pem&tls=true').tls).toEqual({ ca: 'ca.pem' });
  });

  it('says which options cannot be a URL parameter', () => {
    expect(problemsOf(() => parseOptions('tikv://pd?endpoints=b&tls=yes&inspect=x&__proto__=y'))).toEqual([
      'endpoints cannot be a URL parameter: its hosts are the endpoints',
      'tls cannot be a URL parameter, except as tls=true, tls.ca and so on',
      'inspect cannot be a URL parameter',
      expect.stringMatching(/^Unknown option "__proto__"/),
    ]);
  });

  it('keeps a copy of certificates given as bytes', () => {
    const ca = Buffer.from('pem');
    const { tls } = parseOptions({ endpoints: ['pd'], tls: { ca } });
    ca.fill(0);
    expect(tls).toEqual({ ca: new Uint8Array(Buffer.from('pem')) });
  });

  it.each<[string, object, RegExp]>([
    [
      'a hole among the endpoints',
      { endpoints: Object.assign(new Array(2), { 1: 'pd' }) },
      /endpoints must be/,
    ],
    ['a list of TLS options', { tls: [] }, /tls must be an object with .*, not an array/],
  ])('refuses %s', (_, options, told) => {
    const problems = problemsOf(() => parseOptions({ endpoints: ['pd'], ...options }));
    expect(problems).toEqual([expect.stringMatching(told)]);
  });

  it('never shows a key that was given as a string', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nsecret';
    expect(problemsOf(() => parseOptions({ endpoints: ['pd'], tls: { cert: 'c.pem', key } }))).toEqual([
      'tls.key is PEM as a string: give the bytes, Buffer.from(pem), or the path of its file',
    ]);
  });

  it('without an argument takes the URL of the environment', () => {
    vi.stubEnv('TIKV_URL', 'tikv://pd9?scanBatchSize=7');
    try {
      expect(parseOptions(undefined)).toMatchObject({ endpoints: ['pd9:2379'], scanBatchSize: 7 });
      vi.stubEnv('TIKV_URL', undefined);
      expect(problemsOf(() => parseOptions(undefined))).toEqual([
        'connect needs a URL or options, or the environment variable TIKV_URL',
      ]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('an inspector implies actors from the start', () => {
    expect(parseOptions({ endpoints: ['pd'], inspect: () => {} }).actors).toBe('always');
  });

  it('null is no way to ask for TIKV_URL', () => {
    process.env.TIKV_URL = 'tikv://pd';
    try {
      expect(problemsOf(() => parseOptions(null as never))).toEqual([
        expect.stringMatching(/^connect takes a URL as a string, or options .*, not null$/),
      ]);
    } finally {
      delete process.env.TIKV_URL;
    }
  });

  it('what every object has is no option', () => {
    expect(problemsOf(() => parseOptions('tikv://pd?constructor=1'))).toEqual([
      expect.stringContaining('Unknown option "constructor"'),
    ]);
  });

  it('a runtime has all its parts', () => {
    const one = () => 0 as never;
    const clock = { now: one, setTimeout: one, clearTimeout: one };
    const transport = { unary: one, stream: one, closeAddress: one, close: one };
    const whole = { clock, transport, random: one, defer: one };
    expect(parseOptions({ endpoints: ['pd'], runtime: whole }).runtime).toBe(whole);
    const wrong = [null, 'x', {}, { ...whole, clock: undefined }, { ...whole, transport: { unary: one } }];
    for (const runtime of wrong) {
      expect(problemsOf(() => parseOptions({ endpoints: ['pd'], runtime: runtime as never }))).toEqual([
        expect.stringContaining('runtime must have clock, random, transport and defer'),
      ]);
    }
    expect(problemsOf(() => parseOptions('tikv://pd?runtime=x'))).toEqual([
      'runtime cannot be a URL parameter',
    ]);
  });

  it('reports all problems in one error', () => {
    const given = {
      endpoints: [],
      timeoutMs: 0,
      actors: 'never',
      tls: { cert: 'c.pem', caa: 'x' },
      inspect: 5,
      tiemoutMs: 3,
    };
    expect(problemsOf(() => parseOptions(given as never))).toEqual([
      expect.stringContaining('Unknown option "tiemoutMs"'),
      'timeoutMs must be a whole number from 1 to 2147483647, not 0',
      'actors must be "on-demand" or "always", not "never"',
      'endpoints must be a list of at least one PD address, such as ["127.0.0.1:2379"]',
      'tls: unknown option "caa"; did you mean ca?',
      'tls.cert and tls.key go together: give both or neither',
      'inspect must be a function or an observer with next, not a number',
    ]);
    expect(problemsOf(() => parseOptions('tikv://pd?timeoutMs=soon&nope=1'))).toEqual([
      expect.stringContaining('Unknown option "nope"'),
      'timeoutMs must be a whole number from 1 to 2147483647, not "soon"',
    ]);
    const plain = { endpoints: ['pd'], keepaliveTimeMs: undefined, tls: undefined };
    expect(() => parseOptions({ ...plain, tls: { ca: undefined, serverName: 'x' } })).not.toThrow();
    expect(problemsOf(() => parseOptions({ ...plain, endpoint: 'pd', colour: 1, size: 2 } as never))).toEqual(
      [
        'Unknown option "endpoint"; did you mean endpoints?',
        expect.stringMatching(/^Unknown option "colour", "size"; expected one of endpoints, tls, /),
      ],
    );
    for (const [given, is] of [
      [7, 'a number'],
      [['pd:2379'], 'an array'],
      [new URL('tikv://pd'), 'an object of class URL'],
    ]) {
      expect(problemsOf(() => parseOptions(given as never))).toEqual([
        expect.stringMatching(new RegExp(`^connect takes a URL as a string, or options .*, not ${is}$`)),
      ]);
    }
  });
});
