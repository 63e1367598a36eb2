// Compiles a project that uses the packed library, with the strictest settings and without what only this repository
// has: types of the package may name nothing but its own files and its dependencies.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const esm = `
import { connect, type RawSwapOptions, type ScanOptions, type Tikv, UndeterminedError } from 'tikv-client';
import { startInspector } from 'tikv-client/inspector';
import { transactionMachine } from 'tikv-client/machines';
import { Simulation, startCluster } from 'tikv-client/testing';

export async function use(options: ScanOptions, swap: RawSwapOptions): Promise<string> {
  await using cluster = await startCluster({ stores: 3 });
  const inspector = await startInspector({ quiet: true });
  const tikv: Tikv = await connect({ endpoints: [...cluster.addresses.pds], inspect: inspector.inspect });
  await tikv.transact((txn) => txn.put('k', 'v')).catch((error: unknown) => {
    if (error instanceof UndeterminedError) return tikv.settle(error);
    throw error;
  });
  const pairs = await tikv.scan(options).toArray();
  const { swapped } = await tikv.raw.atomic().compareAndSwap('k', swap);
  const simulation = await Simulation.start({ seed: 1 });
  return [transactionMachine.id, pairs.length, swapped, simulation.clock.now()].join();
}
`;

const cjs = `
import tikv = require('tikv-client');
import testing = require('tikv-client/testing');

export async function use(): Promise<Uint8Array | undefined> {
  const cluster = await testing.startCluster();
  const client: tikv.Tikv = await tikv.connect(cluster.url);
  return client.get('k', { timeoutMs: undefined });
}
`;

const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  },
};

const folder = mkdtempSync(join(tmpdir(), 'tikv-client-types-'));
try {
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
    }),
  );
  const home = join(folder, 'node_modules', 'tikv-client');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed[0].filename), '-C', home, '--strip-components', '1']);
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  writeFileSync(join(folder, 'esm.ts'), esm);
  writeFileSync(join(folder, 'cjs.cts'), cjs);
  execFileSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { stdio: 'inherit' });
  console.log('A project with ES modules and one with CommonJS compile against the package');
} finally {
  rmSync(folder, { recursive: true });
}
