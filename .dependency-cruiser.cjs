/** Imports point one way: client -> txn, raw -> lock -> region -> keyspace, pd -> wire -> retry, observe, actor -> model. */
const layers = [
  ['client'],
  ['txn', 'raw'],
  ['lock'],
  ['region'],
  ['keyspace', 'pd'],
  ['wire'],
  ['retry', 'observe'],
  ['actor'],
  ['model'],
];
const folder = (names) => `^src/(${names.join('|')})/`;

const upward = layers.slice(1).map((names, i) => ({
  name: `${names.join('-')}-imports-upward`,
  severity: 'error',
  from: { path: folder(names) },
  to: { path: folder(layers.slice(0, i + 1).flat()) },
}));

const siblings = layers
  .filter((names) => names.length > 1)
  .flatMap((names) =>
    names.map((name) => ({
      name: `${name}-imports-its-sibling`,
      severity: 'error',
      from: { path: folder([name]) },
      to: { path: folder(names.filter((other) => other !== name)) },
    })),
  );

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: { path: '^(src|machines)' }, to: { circular: true } },
    ...upward,
    ...siblings,
    {
      name: 'machines-are-pure',
      severity: 'error',
      from: { path: '^machines/' },
      to: { pathNot: ['^machines/', '^src/model/', 'node_modules/xstate'] },
    },
    {
      name: 'a-machine-is-imported-by-the-folder-that-wires-it',
      severity: 'error',
      from: { path: '^src/(model|keyspace|testing)/' },
      to: { path: '^machines/' },
    },
    {
      name: 'nobody-imports-the-index',
      severity: 'error',
      from: { path: '^(src|machines)' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'testing-is-not-part-of-the-client',
      severity: 'error',
      from: { path: '^src/(?!testing/|inspector/)' },
      to: { path: '^src/(testing|inspector)/' },
    },
    {
      name: 'the-inspector-page-runs-in-browsers',
      severity: 'error',
      from: { path: '^src/inspector/(page|view|recording|charts)/' },
      to: { pathNot: '^src/inspector/(page|view|recording|charts)/|node_modules/(preact|@preact/signals)/' },
    },
    {
      name: 'proto-only-through-wire',
      severity: 'error',
      from: { path: '^src/(?!wire/|testing/)' },
      to: { path: '^proto/gen/' },
    },
    {
      name: 'grpc-only-in-wire',
      severity: 'error',
      from: { path: '^src/(?!wire/|testing/)' },
      to: { path: 'node_modules/@grpc/grpc-js' },
    },
    {
      name: 'sockets-only-in-wire',
      severity: 'error',
      from: { path: '^(src/(?!wire/|testing/|inspector/)|machines/)' },
      to: { path: '^(node:)?(net|tls|http|https|http2|dgram|dns|timers|timers/promises|perf_hooks)$' },
    },
    {
      name: 'observability-libraries-only-in-observe',
      severity: 'error',
      from: { path: '^src/(?!observe/)' },
      to: { path: 'node_modules/(nanoevents|@opentelemetry)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
