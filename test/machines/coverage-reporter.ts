import type { Reporter, TestModule } from 'vitest/node';
import type { CoverageReport, Reached } from '../../src/testing/index.ts';

/** What one file of tests reached of its chart. */
interface Walk {
  readonly report: CoverageReport;
  readonly unreached: Readonly<Record<string, string>>;
  /** Walked against an embedded cluster, over gRPC. */
  readonly isOnCluster: boolean;
}

/**
 * Prints, for each machine, how many states and edges the tests of a run reached, each edge with the paths that reach
 * it, and what nothing reached. The files of a run count together; edges reached on a cluster are told apart, and those
 * that no fault of a cluster can force, with the reason.
 */
export class CoverageReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const machines = new Map<string, Walk[]>();
    for (const walk of modules.flatMap(walksOf)) {
      const { machine } = walk.report;
      machines.set(machine, [...(machines.get(machine) ?? []), walk]);
    }
    for (const [machine, walks] of machines) printEdges(machine, walks);
    console.log();
    console.table(Object.fromEntries([...machines].map(([machine, walks]) => [machine, summaryOf(walks)])));
    for (const [machine, walks] of machines) {
      for (const { unreached, isOnCluster } of walks) {
        for (const [name, why] of Object.entries(unreached))
          console.log(`${machine}, ${isOnCluster ? 'not on a cluster' : 'not reached'}: ${name}\n  ${why}`);
      }
    }
  }
}

// Vitest takes a reporter from the default export of its file.
// biome-ignore lint/style/noDefaultExport: so it is found
export default CoverageReporter;

const SHOWN = 3;

function walksOf(module: TestModule): readonly Walk[] {
  const isOnCluster = ON_CLUSTER.test(module.moduleId);
  return [...module.children.allTests()].flatMap((test) => {
    const { machineCoverage: report, unreached = {} } = test.meta();
    return report === undefined ? [] : [{ report, unreached, isOnCluster }];
  });
}

/** Files whose paths are walked by a client of an embedded cluster. */
const ON_CLUSTER = /-on-cluster\.test\.ts$|lock-resolver\.test\.ts$/;

function printEdges(machine: string, walks: readonly Walk[]): void {
  console.log(`\n${machine}`);
  for (const { name, paths } of together(walks.map(({ report }) => report.edges)))
    console.log(`  ${name}\n${told(paths)}`);
}

function summaryOf(walks: readonly Walk[]) {
  const edges = together(walks.map(({ report }) => report.edges));
  const onCluster = walks.filter(({ isOnCluster }) => isOnCluster);
  return {
    states: share(together(walks.map(({ report }) => report.states))),
    edges: share(edges),
    'on a cluster':
      onCluster.length === 0 ? '' : share(together(onCluster.map(({ report }) => report.edges))),
    paths: new Set(edges.flatMap(({ paths }) => paths)).size,
  };
}

function told(paths: readonly string[]): string {
  if (paths.length === 0) return '    NOT REACHED';
  const shown = [...paths].sort((a, b) => a.length - b.length).slice(0, SHOWN);
  const rest = paths.length > SHOWN ? [`and ${paths.length - SHOWN} more`] : [];
  return [...shown, ...rest].map((path) => `    by ${path}`).join('\n');
}

function share(all: readonly Reached[]): string {
  return `${all.filter(({ paths }) => paths.length > 0).length}/${all.length}`;
}

function together(lists: readonly (readonly Reached[])[]): readonly Reached[] {
  const merged = new Map<string, Set<string>>();
  for (const { name, paths } of lists.flat()) {
    const all = merged.get(name) ?? new Set();
    for (const path of paths) all.add(path);
    merged.set(name, all);
  }
  return [...merged].map(([name, paths]) => ({ name, paths: [...paths] }));
}
