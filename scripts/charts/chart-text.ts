import type { ChartEdge, ChartState } from '../../src/inspector/charts/chart.ts';
import { textWidth, wrapText } from './text-width.ts';

const TITLE_SIZE = 14;
export const TEXT_SIZE = 11;
const LINE_HEIGHT = 15;
const TITLE_HEIGHT = 20;
const PADDING = 10;
const DESCRIPTION_WIDTH = 210;
const MACHINE_DESCRIPTION_WIDTH = 420;
const LABEL_WIDTH = 250;
const LABEL_PADDING = 4;

/** A piece of a line that is drawn in one way. */
export interface Span {
  readonly text: string;
  readonly look: 'event' | 'guard' | 'actions' | 'description' | 'keyword';
}

export interface Line {
  readonly spans: readonly Span[];
  /** Place of its base line below the top of the box. */
  readonly y: number;
  readonly indent: number;
  /** The transition it is about. */
  readonly edge?: string;
}

/** What stands in the box of a state, and how large that makes it; of a compound state, its head. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
  /** Where a rule parts the description from what the state does. */
  readonly rule: number | undefined;
}

/** What stands beside a line between two states. */
export interface Label {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

export function stateBox(state: ChartState, inner: readonly ChartEdge[]): Box {
  const width = state.parent === undefined ? MACHINE_DESCRIPTION_WIDTH : DESCRIPTION_WIDTH;
  const description = wrapText(state.description ?? '', TEXT_SIZE, width);
  const told: Omit<Line, 'y'>[] = description.map((text) => ({
    spans: [{ text, look: 'description' }],
    indent: 0,
  }));
  const does: Omit<Line, 'y'>[] = [
    ...deeds('entry', state.entry),
    ...deeds('exit', state.exit),
    ...deeds('runs', state.invokes),
    ...inner.flatMap((edge) => transitionLines(edge)),
  ];
  const rule =
    told.length > 0 && does.length > 0 ? PADDING + TITLE_HEIGHT + told.length * LINE_HEIGHT : undefined;
  const gap = rule === undefined ? 0 : 6;
  const lines = [...told, ...does].map((line, nth) => ({
    ...line,
    y: PADDING + TITLE_HEIGHT + nth * LINE_HEIGHT + 10 + (nth < told.length ? 0 : gap),
  }));
  const title = textWidth(state.key, TITLE_SIZE, 'bold') + textWidth(state.tags.join(', '), TEXT_SIZE) + 16;
  return {
    width: Math.ceil(Math.max(80, title, ...lines.map(lineWidth)) + 2 * PADDING),
    height: PADDING + TITLE_HEIGHT + lines.length * LINE_HEIGHT + gap + 6,
    lines,
    rule,
  };
}

/** Transitions that share a line, one below the other. */
export function edgeLabel(edges: readonly ChartEdge[]): Label {
  const lines = edges
    .flatMap(transitionLines)
    .map((line, nth) => ({ ...line, y: LABEL_PADDING + nth * LINE_HEIGHT + 10 }));
  return {
    width: Math.ceil(Math.max(...lines.map(lineWidth)) + 2 * LABEL_PADDING),
    height: lines.length * LINE_HEIGHT + LABEL_PADDING,
    lines,
  };
}

/** `event [guard] / actions`, on two lines when one would be long. */
function transitionLines(edge: ChartEdge): Omit<Line, 'y'>[] {
  const { id, event, guard, isElse, actions } = edge;
  const head: Span[] = [{ text: event, look: 'event' }];
  if (guard !== undefined) head.push({ text: ` [${guard}]`, look: 'guard' });
  else if (isElse) head.push({ text: ' [else]', look: 'guard' });
  if (actions.length === 0) return [{ spans: head, indent: 0, edge: id }];
  const tail: Span = { text: `/ ${actions.join(', ')}`, look: 'actions' };
  const one = { spans: [...head, { ...tail, text: ` ${tail.text}` }], indent: 0, edge: id };
  if (lineWidth(one) <= LABEL_WIDTH) return [one];
  const wrapped = wrapText(tail.text, TEXT_SIZE, LABEL_WIDTH);
  return [
    { spans: head, indent: 0, edge: id },
    ...wrapped.map((text) => ({ spans: [{ text, look: 'actions' as const }], indent: 10, edge: id })),
  ];
}

function deeds(word: string, names: readonly string[]): Omit<Line, 'y'>[] {
  if (names.length === 0) return [];
  const spans: Span[] = [
    { text: `${word} `, look: 'keyword' },
    { text: `/ ${names.join(', ')}`, look: 'actions' },
  ];
  return [{ spans, indent: 0 }];
}

function lineWidth({ spans, indent }: Pick<Line, 'spans' | 'indent'>): number {
  return indent + spans.reduce((sum, { text, look }) => sum + textWidth(text, TEXT_SIZE, weightOf(look)), 0);
}

const weightOf = (look: Span['look']) => (look === 'event' ? 'bold' : 'normal');
