#!/usr/bin/env node
import { cac } from 'cac';
import { UsageError } from '../../model/errors.ts';
import { unknownNames } from '../../model/unknown-names.ts';
import type { ClusterArguments } from '../../testing/run-cluster.ts';
import { PACKAGE_VERSION } from '../package-version.ts';
import { builtPage } from '../server/page-files.ts';
import { inspectFile } from './inspect-file.ts';

const cli = cac('tikv-client');
cli
  .command('inspect <recording>', 'Open a recording of the local inspector in the browser')
  .option('--port <port>', 'Port to listen on; 0 for any that is free', { default: 0 })
  .option('--host <host>', 'Address to listen on', { default: '127.0.0.1' })
  .example('tikv-client inspect recording.json')
  .action(async (recording: string, { port, host }: { readonly port: unknown; readonly host: unknown }) => {
    const { url } = await inspectFile(recording, { port, host: String(host) }, builtPage);
    process.stdout.write(`${recording} is open at ${url}\nControl-C ends it.\n`);
  });
cli
  .command('cluster', 'Start PD and TiKV stores in this process, on loopback, with their data in memory')
  .option('--pd-port <port>', 'Port of the first PD member; 0 for any that is free', { default: 2379 })
  .option('--pds <count>', 'PD members', { default: 1 })
  .option('--stores <count>', 'TiKV stores', { default: 1 })
  .option('--port-base <port>', 'Port of the first store; 0 for any that is free', { default: 0 })
  .option('--api-version <version>', 'v1, v1ttl or v2', { default: 'v1' })
  .option('--keyspaces <names>', 'Keyspaces, with commas between, for API version v2')
  .example('tikv-client cluster --stores 3')
  .action(async (given: ClusterArguments) => {
    const { runCluster } = await import('../../testing/run-cluster.ts');
    await runCluster(given, (text) => process.stdout.write(`${text}Control-C ends it.\n`));
  });
cli.help();
cli.version(PACKAGE_VERSION);

try {
  cli.parse(process.argv, { run: false });
  const isAnswered = cli.options.help === true || cli.options.version === true;
  if (cli.matchedCommand !== undefined) await cli.runMatchedCommand();
  else if (cli.args.length > 0 && !isAnswered) {
    const names = cli.commands.map(({ name }) => name);
    throw new UsageError(unknownNames('Unknown command', [String(cli.args[0])], names));
  } else if (!isAnswered) {
    const unknown = Object.keys(cli.options).filter((name) => name !== '--');
    if (unknown.length > 0) {
      const names = unknown.map((name) => `--${name}`);
      throw new UsageError(unknownNames('Unknown option', names, ['--help', '--version']));
    }
    cli.outputHelp();
    process.exitCode = 1;
  }
} catch (error) {
  const lines = error instanceof UsageError ? error.problems : [(error as Error).message];
  process.stderr.write(`${lines.join('\n  ')}\n`);
  process.exitCode = 1;
}
