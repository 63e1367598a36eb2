import { checkFields, checkNamed } from '../client/options/check-options.ts';
import { type Rule, type Rules, rules } from '../client/options/option-rules.ts';
import { UsageError } from '../model/errors.ts';
import { showValue } from '../model/show-value.ts';
import type { ClusterOptions } from './cluster-options.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const object: Rule = { is: 'an object', check: isObject };
const duration: Rule = {
  is: 'a number of milliseconds, 0 or more',
  check: (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
};
const port: Rule = {
  is: 'a port from 1 to 65535',
  check: (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) <= 65_535,
};
const list = (of: string, check: (value: unknown) => boolean): Rule => ({
  is: `an array of ${of}`,
  check: (value) => Array.isArray(value) && value.every(check),
});

const CLUSTER_RULES: Readonly<Record<keyof ClusterOptions, Rule>> = {
  stores: rules.positive,
  pds: rules.positive,
  replicas: rules.positive,
  clusterId: { is: 'a bigint above 0', check: (value) => typeof value === 'bigint' && value > 0n },
  apiVersion: rules.oneOf('v1', 'v1ttl', 'v2'),
  keyspaces: {
    is: 'an array of names, none of them empty, or { name, ownGc, config }',
    check: (value) => Array.isArray(value) && value.every((one) => rules.name.check(one) || isObject(one)),
  },
  storeLabels: list('objects, one for each store', isObject),
  pdPort: port,
  storePort: port,
  tls: object,
  listen: rules.flag,
  environment: object,
  electionDelayMs: duration,
  maxTsSyncDelayMs: duration,
  safeTsIntervalMs: duration,
  rightDerive: rules.flag,
  raftEntryMaxBytes: rules.positive,
  inMemoryPessimisticLocks: rules.flag,
  logMessages: rules.count,
  journal: rules.flag,
  checkInvariants: rules.flag,
  sabotage: object,
};

const pem: Rule = { is: 'PEM, as a string or bytes', check: rules.bytes.check };
export const called: Rule = { is: 'a function', check: (value) => typeof value === 'function' };

const KEYSPACE_RULES = { name: rules.name, ownGc: rules.flag, config: object };
const TLS_RULES = { certificate: pem, key: pem, clientCa: pem };
const ENVIRONMENT_RULES = { clock: object, wallMs: called, random: called, defer: called };
const SABOTAGE_RULES = {
  reversedReadOrder: rules.flag,
  noMaxTs: rules.flag,
  noMemoryLocks: rules.flag,
  noRollbackProtection: rules.flag,
  nonIdempotentPrewrite: rules.flag,
};

/** @throws UsageError for options that are unknown, or cannot be meant */
export function checkCluster(verb: string, options: unknown): void {
  checkNamed(verb, options, CLUSTER_RULES);
  const { keyspaces, tls, environment, sabotage, stores = 1, replicas = 1 } = options as ClusterOptions;
  for (const [index, keyspace] of keyspaces?.entries() ?? []) {
    if (typeof keyspace !== 'string')
      checkFields(`${verb}: keyspace ${index}`, '{ name }', keyspace, KEYSPACE_RULES);
  }
  if (tls !== undefined) checkFields(`${verb}: tls`, '{ certificate, key }', tls, TLS_RULES);
  if (environment !== undefined) checkNamed(`${verb}: environment`, environment, ENVIRONMENT_RULES);
  if (sabotage !== undefined) checkNamed(`${verb}: sabotage`, sabotage, SABOTAGE_RULES);
  if (replicas > stores) {
    throw new UsageError(
      `${verb}: replicas must be at most the number of stores, ${stores}, not ${replicas}`,
    );
  }
}

export const probability: Rule = {
  is: 'a probability from 0 to 1',
  check: (value) => typeof value === 'number' && value >= 0 && value <= 1,
};

const NETWORK_RULES: Rules = {
  minLatencyMs: duration,
  meanLatencyMs: duration,
  loseRequest: probability,
  loseAnswer: probability,
  duplicateRequest: probability,
  duplicateAnswer: probability,
  spike: probability,
  spikeMs: duration,
  malformAnswer: probability,
  breakConnection: probability,
};

const SIMULATION_RULES: Rules = {
  seed: { is: 'a whole number', check: Number.isSafeInteger },
  cluster: object,
  network: object,
  onMessage: called,
  startMs: duration,
};

/** What a simulation decides itself. */
const DECIDED = ['listen', 'environment', 'tls', 'pdPort', 'storePort'];

/** @throws UsageError for options of a simulation that are unknown, missing or cannot be meant */
export function checkSimulation(verb: string, options: unknown): void {
  checkNamed(verb, options, SIMULATION_RULES);
  const { seed, cluster = {}, network = {} } = (options ?? {}) as Record<string, object | undefined>;
  if (seed === undefined) throw new UsageError(`${verb}: give a seed, ${showValue(1)} for example`);
  const given = DECIDED.filter((name) => name in cluster);
  if (given.length > 0)
    throw new UsageError(`${verb}: cluster cannot have ${given.join(', ')} in a simulation`);
  checkCluster(`${verb}: cluster`, cluster);
  checkNamed(`${verb}: network`, network, NETWORK_RULES);
}
