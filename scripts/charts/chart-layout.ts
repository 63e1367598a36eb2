import elk from 'elkjs/lib/elk.bundled.js';
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { ChartEdge, ChartState } from '../../src/inspector/charts/chart.ts';
import { type ChartGraph, groupedEdges, isInward } from './chart-graph.ts';
import { type Box, edgeLabel, type Label, stateBox, TEXT_SIZE } from './chart-text.ts';
import { textWidth } from './text-width.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedState extends Area {
  readonly state: ChartState;
  readonly box: Box;
}

/** Where transitions begin that can happen in every state inside a compound one. */
export interface PlacedAny extends Area {
  readonly of: string;
}

export interface PlacedEdge {
  readonly edges: readonly [ChartEdge, ...ChartEdge[]];
  readonly points: readonly Point[];
  readonly label: Area & { readonly lines: Label['lines'] };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A chart with a place for everything, in pixels. */
export interface PlacedChart {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  readonly anys: readonly PlacedAny[];
  readonly starts: readonly { readonly dot: Area; readonly points: readonly Point[] }[];
  readonly edges: readonly PlacedEdge[];
}

const BASE: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'TAIL_LAYER',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
};
const DOT = 12;

/** Lays a chart out from top to bottom, with the options of ELK that suit it where the usual ones do not. */
export async function layOut(graph: ChartGraph, options: LayoutOptions = {}): Promise<PlacedChart> {
  const all = { ...BASE, ...options };
  const boxes = new Map(graph.states.map((state) => [state.path, stateBox(state, innerEdges(graph, state))]));
  const groups = groupedEdges(graph);
  const labels = new Map([...groups].map(([id, edges]) => [id, edgeLabel(edges)]));
  const anys = new Set(
    [...groups.values()].filter(([edge]) => isInward(graph, edge)).map(([edge]) => edge.source),
  );

  const node = (state: ChartState): ElkNode => {
    const { width, height } = boxes.get(state.path) as Box;
    const children = graph.states.filter(({ parent }) => parent === state.path);
    if (children.length === 0) return { id: state.path, width, height };
    return {
      id: state.path,
      layoutOptions: {
        ...all,
        'elk.padding': `[top=${height + 14},left=20,bottom=18,right=20]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},${height})`,
      },
      children: [
        { id: startId(state.path), width: DOT, height: DOT },
        ...(anys.has(state.path) ? [{ id: anyId(state.path), ...ANY_SIZE }] : []),
        ...children.map(node),
      ],
      edges: [
        {
          id: startId(`${state.path}->`),
          sources: [startId(state.path)],
          targets: [state.initial as string],
        },
      ],
    };
  };
  const edges = [...groups].map(([id, [first]]): ElkExtendedEdge => {
    const { width, height } = labels.get(id) as Label;
    const source = isInward(graph, first) ? anyId(first.source) : first.source;
    const label = { text: id, width, height, layoutOptions: { 'elk.edgeLabels.inline': 'true' } };
    return { id, sources: [source], targets: [first.target as string], labels: [label] };
  });
  const [root] = graph.states;
  const page: ElkNode = {
    id: 'page',
    layoutOptions: { ...all, 'elk.padding': '[top=2,left=2,bottom=2,right=2]' },
    children: [node(root as ChartState)],
    edges,
  };
  const laidOut = await new elk.default().layout(page);

  const nodes = new Map(nodesBelow(laidOut).map((each) => [each.id, each]));
  const lines = new Map(
    nodesBelow(laidOut)
      .flatMap((each) => each.edges ?? [])
      .map((each) => [each.id, each]),
  );
  return {
    id: graph.id,
    width: Math.ceil(laidOut.width ?? 0),
    height: Math.ceil(laidOut.height ?? 0),
    states: graph.states.map((state) => ({
      state,
      box: boxes.get(state.path) as Box,
      ...areaOf(nodes.get(state.path)),
    })),
    anys: [...anys].map((path) => ({ of: path, ...areaOf(nodes.get(anyId(path))) })),
    starts: graph.states
      .filter(({ initial }) => initial !== undefined)
      .map(({ path }) => ({
        dot: areaOf(nodes.get(startId(path))),
        points: pointsOf(lines.get(startId(`${path}->`))),
      })),
    edges: [...groups].map(([id, own]) => {
      const line = lines.get(id);
      return {
        edges: own,
        points: pointsOf(line),
        label: { ...areaOf(line?.labels?.[0]), lines: (labels.get(id) as Label).lines },
      };
    }),
  };
}

const ANY_SIZE = { width: Math.ceil(textWidth('any state', TEXT_SIZE) + 18), height: 20 };
const startId = (path: string) => `start of ${path}`;
const anyId = (path: string) => `any in ${path}`;

/** Transitions that leave a state as it is stand in its box. */
function innerEdges({ edges }: ChartGraph, { path }: ChartState): readonly ChartEdge[] {
  return edges.filter(({ source, target }) => source === path && target === undefined);
}

function nodesBelow(node: ElkNode): readonly ElkNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesBelow)];
}

function areaOf(shape: Partial<Area> | undefined): Area {
  const { x = 0, y = 0, width = 0, height = 0 } = shape ?? {};
  return { x, y, width, height };
}

function pointsOf(edge: ElkExtendedEdge | undefined): readonly Point[] {
  return (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}
