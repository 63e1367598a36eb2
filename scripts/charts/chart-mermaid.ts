import type { ChartEdge, ChartState } from '../../src/inspector/charts/chart.ts';
import { type ChartGraph, groupedEdges, isInward } from './chart-graph.ts';

/** A chart as text that GitHub draws: states and events, without actions. */
export function chartMermaid(graph: ChartGraph): string {
  const [root, ...states] = graph.states;
  const groups = [...groupedEdges(graph).values()];
  const lines = ['stateDiagram-v2'];

  const write = (state: ChartState, indent: string) => {
    const children = states.filter(({ parent }) => parent === state.path);
    const isRoot = state === root;
    const inner = isRoot ? indent : `${indent}  `;
    if (!isRoot)
      lines.push(`${indent}state "${state.key}" as ${idOf(state.path)}${children.length > 0 ? ' {' : ''}`);
    if (state.initial !== undefined) lines.push(`${inner}[*] --> ${idOf(state.initial)}`);
    if (groups.some(([edge]) => edge.source === state.path && isInward(graph, edge)))
      lines.push(`${inner}state "any state" as ${anyOf(state.path)}`);
    for (const child of children) write(child, inner);
    if (!isRoot && children.length > 0) lines.push(`${indent}}`);
    if (state.kind === 'final') lines.push(`${indent}${idOf(state.path)} --> [*]`);
  };
  write(root as ChartState, '  ');

  for (const edges of groups) {
    const [first] = edges;
    const source = isInward(graph, first) ? anyOf(first.source) : idOf(first.source);
    const texts = edges.map(textOf).join('<br/>');
    lines.push(`  ${source} --> ${idOf(first.target as string)}: ${texts}`);
  }
  return lines.join('\n');
}

function textOf({ event, guard, isElse }: ChartEdge): string {
  if (guard !== undefined) return `${event} [${guard}]`;
  return isElse ? `${event} [else]` : event;
}

const idOf = (path: string) => path.replaceAll('.', '_');
const anyOf = (path: string) => `any_in_${idOf(path)}`;
