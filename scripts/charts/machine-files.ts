import { readdirSync, readFileSync } from 'node:fs';
import { StateMachine } from 'xstate';
import * as exported from '../../machines/index.ts';
import type { Chart } from '../../src/inspector/charts/chart.ts';
import { chartGraph } from './chart-graph.ts';
import { layOut } from './chart-layout.ts';
import { chartSvg } from './chart-svg.ts';
import { eventDocs } from './event-docs.ts';
import { LAYOUTS } from './layouts.ts';
import { type MachinePage, machinePage, machinesIndex } from './machine-page.ts';

const DOCS = 'docs/machines';
const MODULES = 'src/inspector/charts/generated';

/** Folders in which nothing else lies. */
export const MACHINE_FOLDERS = [DOCS, MODULES];

/** Texts of all files that the machines make up, by their paths. */
export async function machineFiles(): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const pages: MachinePage[] = [];
  const machines = Object.entries(exported).flatMap(([name, value]) =>
    value instanceof StateMachine ? [[name, value] as const] : [],
  );
  for (const [exportName, machine] of machines) {
    const graph = chartGraph(machine);
    const fileName = kebabCase(graph.id);
    const page = { graph, exportName, fileName, events: eventDocs(sourceOf(exportName)) };
    const placed = await layOut(graph, LAYOUTS[graph.id]);
    const { width, height } = placed;
    const chart: Chart = { ...graph, width, height, svg: chartSvg(placed) };
    pages.push(page);
    files[`${DOCS}/${fileName}.svg`] = chartSvg(placed, { standsAlone: true });
    files[`${DOCS}/${fileName}.md`] = machinePage(page);
    files[`${MODULES}/${fileName}.ts`] = chartModule(chart);
  }
  files[`${DOCS}/README.md`] = machinesIndex(pages);
  files[`${MODULES}/charts.ts`] = listModule(pages);
  return files;
}

const HEADER = '// Made by `npm run generate:docs`.\n';

function chartModule(chart: Chart): string {
  const { id, states, edges, width, height, svg } = chart;
  return `${HEADER}import type { Chart } from '../chart.ts';

export const ${id}Chart: Chart = {
  id: '${id}',
  states: ${oneByLine(states)},
  edges: ${oneByLine(edges)},
  width: ${width},
  height: ${height},
  svg: ${JSON.stringify(svg.split('\n'), null, 4)}.join('\\n'),
};
`;
}

function listModule(pages: readonly MachinePage[]): string {
  const ids = pages.map(({ graph, fileName }) => ({ name: `${graph.id}Chart`, fileName }));
  return `${HEADER}import type { Chart } from '../chart.ts';
${ids.map(({ name, fileName }) => `import { ${name} } from './${fileName}.ts';`).join('\n')}

/** Every chart of the client, in the order of machines/index.ts; \`id\` is the machine's. */
export const CHARTS: readonly Chart[] = [
${ids.map(({ name }) => `  ${name},`).join('\n')}
];
`;
}

/** The file of machines/ with the chart of a machine. */
function sourceOf(exportName: string): URL {
  const folder = new URL('../../machines/', import.meta.url);
  const chart = exportName.replace(/Machine$/, 'Chart');
  const declares = (file: string) =>
    readFileSync(new URL(file, folder), 'utf8').includes(`export const ${chart} =`);
  const file = readdirSync(folder).find(declares);
  if (file === undefined) throw new Error(`No file in machines declares ${chart}`);
  return new URL(file, folder);
}

function oneByLine(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `    ${JSON.stringify(value)},\n`).join('')}  ]`;
}

const kebabCase = (id: string) => id.replaceAll(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);
