import { defineConfig, mergeConfig } from 'vitest/config';
import { filesForAnyCluster } from './test/contract/any-cluster.ts';
import base from './vitest.config.ts';

const hasForeignStore = process.env.TIKV_FOREIGN_STORE !== undefined;

// The contract suite against the cluster at TIKV_PD. test/cluster/main.ts runs it.
const cluster = mergeConfig(base, { test: { testTimeout: 60_000, passWithNoTests: hasForeignStore } });
cluster.test.include = filesForAnyCluster.map((file) => `test/contract/${file}`);
if (hasForeignStore) cluster.test.include.push('test/cluster/**/*.test.ts');
cluster.test.exclude = [];

export default defineConfig(cluster);
