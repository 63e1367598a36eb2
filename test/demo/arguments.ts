import { parseArgs } from 'node:util';

/** What the demo is told on its command line. */
export interface DemoArguments {
  /** A cluster to run against, `host:port,...`. Undefined: one in this process. */
  readonly pd: string | undefined;
  readonly seconds: number;
  readonly accounts: number;
  readonly tellers: number;
  readonly inspect: boolean;
}

export const USAGE = `npm run demo -- [options]

  --seconds <count>   how long it goes on (10; 3600 with --inspect)
  --accounts <count>  accounts that hold money (1000)
  --tellers <count>   callers that move it at once (32)
  --inspect           open the inspector over it
  --pd <host:port>    run against a cluster of yours; nothing is broken there
  --help              this
`;

/**
 * @returns undefined when help is wanted
 * @throws Error for what cannot be meant
 */
export function demoArguments(args: readonly string[]): DemoArguments | undefined {
  const { values: given } = parseArgs({
    args: [...args],
    options: {
      pd: { type: 'string' },
      seconds: { type: 'string' },
      accounts: { type: 'string', default: '1000' },
      tellers: { type: 'string', default: '32' },
      inspect: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (given.help) return undefined;
  return {
    pd: given.pd,
    // Whoever looks takes their time.
    seconds: count('seconds', given.seconds ?? (given.inspect ? '3600' : '10'), 1),
    accounts: count('accounts', given.accounts, 2),
    tellers: count('tellers', given.tellers, 1),
    inspect: given.inspect,
  };
}

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < least) {
    throw new Error(`--${name} must be a whole number from ${least} on, not "${text}"`);
  }
  return value;
}
