import type { JSX } from 'preact';
import type { Json } from '../recording/recording.ts';
import { tsTime } from '../view/format.ts';

/** Fields that start shut: they are long, and seldom what is looked for. */
const SHUT = new Set(['request', 'mutations', 'attempts', 'regions']);
const MAX_DEPTH_OPEN = 3;
const MAX_DEPTH = 40;

/** What an actor holds, as an outline. */
export function JsonTree({
  value,
  name,
  depth = 0,
}: {
  readonly value: Json;
  readonly name?: string;
  readonly depth?: number;
}): JSX.Element {
  if (typeof value !== 'object' || value === null) return <Leaf name={name} value={value} />;
  const fields = Array.isArray(value)
    ? value.map((item, at) => [String(at), item] as const)
    : Object.entries(value);
  if (fields.length === 0 || depth > MAX_DEPTH)
    return <Leaf name={name} value={Array.isArray(value) ? '(none)' : '(nothing)'} />;
  const list = (
    <ul class="json">
      {fields.map(([field, item]) => (
        <li key={field}>
          <JsonTree name={field} value={item as Json} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
  if (name === undefined) return list;
  return (
    <details open={depth < MAX_DEPTH_OPEN && !SHUT.has(name)}>
      <summary>
        <span class="json-name">{name}</span>
        <span class="dim"> {Array.isArray(value) ? `${fields.length}` : ''}</span>
      </summary>
      {list}
    </details>
  );
}

function Leaf({ name, value }: { readonly name: string | undefined; readonly value: Json }): JSX.Element {
  const text = typeof value === 'string' ? value : String(value);
  const at = name !== undefined && /ts$/i.test(name) ? tsTime(text) : undefined;
  const isLeftOut = text.startsWith('(') || text.startsWith('key(');
  return (
    <span class="json-leaf">
      {name !== undefined && <span class="json-name">{name}</span>}
      <span class={`json-value ${isLeftOut ? 'left-out' : typeof value}`}>{text}</span>
      {at !== undefined && <span class="dim"> {at.toISOString().replace('T', ' ').replace('Z', '')}</span>}
    </span>
  );
}
