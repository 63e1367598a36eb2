import { code, table } from '../docs/markdown.ts';
import type { ChartGraph } from './chart-graph.ts';
import { chartMermaid } from './chart-mermaid.ts';

export interface MachinePage {
  readonly graph: ChartGraph;
  /** The name under which `tikv-client/machines` exports it. */
  readonly exportName: string;
  /** Of the file in machines/ and of its page, without an ending. */
  readonly fileName: string;
  readonly events: ReadonlyMap<string, string>;
}

/** docs/machines/….md: the drawing, and everything in it as tables. */
export function machinePage({ graph, exportName, fileName, events }: MachinePage): string {
  const [root, ...states] = graph.states;
  const names = [...new Set(graph.edges.map(({ event }) => event))];
  return `# ${graph.id}

${root?.description ?? ''}. \`${exportName}\` of \`tikv-client/machines\`, whose source is \`machines/${fileName}.ts\`.

[![The chart of ${graph.id}](${fileName}.svg)](${fileName}.svg)

## States

${table(
  ['State', 'What it is', 'Does', 'Waits by', 'Follows'],
  states.map(({ path, description = '', kind, tags, entry, exit, invokes, backoff, source }) => [
    code(path),
    [description, kind === 'final' && '(final)', tags.length > 0 && `Tags: ${tags.map(code).join(', ')}`]
      .filter(Boolean)
      .join('. ')
      .replace('. (final)', ' (final)'),
    [...told('entry', entry), ...told('exit', exit), ...told('runs', invokes)].join('; '),
    backoffsOf(graph, path, backoff).map(code).join(', '),
    linkTo(source),
  ]),
)}

## Transitions

${table(
  ['From', 'Event', 'If', 'Does', 'To'],
  graph.edges.map(({ source, event, guard, isElse, actions, target }) => [
    source === graph.id ? 'any state' : code(source),
    code(event),
    guard === undefined ? (isElse ? 'else' : '') : code(guard),
    actions.map(code).join(', '),
    target === undefined ? 'stays' : code(target),
  ]),
)}

## Events

${table(
  ['Event', 'What it means'],
  names.filter((name) => events.has(name)).map((name) => [code(name), events.get(name) ?? '']),
)}

## As text

\`\`\`mermaid
${chartMermaid(graph)}
\`\`\`
`;
}

/** Rows of the backoff table by which a state waits, as it says itself or as what leads to it says. */
function backoffsOf({ edges }: ChartGraph, path: string, own: readonly string[] = []): readonly string[] {
  const actions = edges.filter(({ target }) => target === path).flatMap((edge) => edge.actions);
  const kinds = actions.flatMap((action) => /^backOff\((\w+)\)$/.exec(action)?.[1] ?? []);
  return [...new Set([...own, ...kinds])];
}

/** @throws when a chart tells of its source in other words than `client-go file: name` or `pd file: name`. */
function linkTo(source: string | undefined): string {
  if (source === undefined) return '';
  const [, repository, file, name] = /^(client-go|pd) (\S+\.go): ([\w.]+)$/.exec(source) ?? [];
  if (name === undefined) throw new Error(`Not a source: ${source}`);
  return `[${name}](https://github.com/tikv/${repository}/blob/master/${file})`;
}

/** docs/machines/README.md. */
export function machinesIndex(pages: readonly MachinePage[]): string {
  return `# Machines

The charts that run in a client, one page for each: its drawing, its states with what they follow in client-go or PD,
its transitions and events. All of it is made from the machines by \`npm run generate:docs\`.

${table(
  ['Chart', 'Is', 'States', 'Transitions'],
  pages.map(({ graph, fileName }) => [
    `[${graph.id}](${fileName}.md)`,
    graph.states[0]?.description ?? '',
    String(graph.states.filter(({ kind }) => kind !== 'compound').length),
    String(graph.edges.length),
  ]),
)}

In a drawing, a filled dot leads to the state that comes first, a double border ends the chart, and \`any state\` stands
for every state of the box around it. A line bears \`event [guard] / actions\`; transitions of one event are tried from
the top. Yellow states may commit the transaction by themselves, green ones have.

[Watching and walking them](../guide/machines.md)
`;
}

function told(word: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${word}: ${names.map(code).join(', ')}`];
}
