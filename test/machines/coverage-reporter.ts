import type { Reporter, TestModule } from 'vitest/node';
import type { CoverageReport, Reached } from '../../src/testing/index.ts';

/**
 * Prints, for each machine, how many states and edges the tests of a run reached, each edge with the paths that reach
 * it, and what nothing reached. The files of a run count together.
 */
export class CoverageReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reports = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => test.meta().machineCoverage ?? []),
    );
    const machines = new Map<string, CoverageReport[]>();
    for (const report of reports)
      machines.set(report.machine, [...(machines.get(report.machine) ?? []), report]);
    const rows = [...machines].map(([machine, own]) => ({
      machine,
      states: together(own.map(({ states }) => states)),
      edges: together(own.map(({ edges }) => edges)),
    }));
    for (const { machine, edges } of rows) {
      console.log(`\n${machine}`);
      for (const { name, paths } of edges) console.log(`  ${name}\n${told(paths)}`);
    }
    console.log();
    console.table(
      Object.fromEntries(
        rows.map(({ machine, states, edges }) => [
          machine,
          {
            states: share(states),
            edges: share(edges),
            paths: new Set(edges.flatMap(({ paths }) => paths)).size,
          },
        ]),
      ),
    );
  }
}

// Vitest takes a reporter from the default export of its file.
// biome-ignore lint/style/noDefaultExport: so it is found
export default CoverageReporter;

const SHOWN = 3;

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
