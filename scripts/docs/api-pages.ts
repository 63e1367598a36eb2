import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application, LogLevel, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

/** A folder in which nothing else lies. */
export const API_FOLDER = 'docs/api';

/** Types that users get from one verb and give to another, or that only say how something is made. */
const INSIDES = [
  'BACKOFF_KINDS',
  'Key',
  'NetworkInside',
  'NetworkProcess',
  'RegionView',
  'ServerNode',
  'StoreNode',
  'TimestampOracle',
];

const OPTIONS: TypeDocOptions & Partial<PluginOptions> = {
  name: 'API',
  entryPoints: ['src/index.ts', 'src/testing/index.ts', 'src/inspector/index.ts'],
  tsconfig: 'tsconfig.build.json',
  // Types are checked in a step of their own.
  skipErrorChecking: true,
  plugin: ['typedoc-plugin-markdown'],
  readme: 'none',
  disableSources: true,
  disableGit: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  logLevel: LogLevel.Warn,
  // Nothing public may lack a docstring, or need a type that users cannot name.
  validation: { notDocumented: true, notExported: true, invalidLink: true },
  // Not properties, which include those of types without a name.
  requiredToBeDocumented: [
    'Class',
    'Interface',
    'TypeAlias',
    'Variable',
    'Function',
    'Method',
    'Accessor',
    'CallSignature',
    'GetSignature',
  ],
  intentionallyNotExported: INSIDES,
};

/** Pages of docs/api, by their paths: what the docstrings of the entry points say. */
export async function apiPages(): Promise<Readonly<Record<string, string>>> {
  const app = await Application.bootstrapWithPlugins(OPTIONS);
  const project = await app.convert();
  if (project !== undefined) app.validate(project);
  if (project === undefined || app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The docstrings need mending first');
  }
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  try {
    await app.outputs.writeOutput({ name: 'markdown', path: folder }, project);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    );
    return Object.fromEntries(
      names.map((name) => [`${API_FOLDER}/${name}`, readFileSync(join(folder, name), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
