import { EVENT_TABLE } from '../../src/observe/event-table.ts';
import { code, table } from './markdown.ts';

/** docs/guide/events.md, from the table of events. */
export function eventsPage(): string {
  const rows = Object.entries(EVENT_TABLE).map(([name, { when, fields }]) => [
    code(name),
    when,
    Object.entries(fields)
      .map(([field, text]) => `${code(field)}: ${text}`)
      .join('; '),
  ]);
  return `# Events

\`\`\`ts
const off = tikv.on('store.unreachable', ({ storeId, address }) => log.warn({ storeId, address }));
off(); // listens no more
\`\`\`

- Events are told at the end of the turn of the event loop in which they happened, in the order in which they happened,
  each to its listeners in the order in which they were added.
- A listener that throws, or whose promise is rejected, disturbs neither the client nor the other listeners. It shows
  as \`background.failed\`.
- Nothing is made for an event that nobody listens to.
- Payloads hold no keys and no values.

${table(['Event', 'When', 'Told with it'], rows)}
`;
}
