import type { JSX } from 'preact';
import { lastPart, type Tone, toneOf } from '../view/tone.ts';

/** A dot in the colour of a state. */
export function Dot({ tone }: { readonly tone: Tone }): JSX.Element {
  return <span class={`dot tone-${tone}`} aria-hidden="true" />;
}

/** A state, by colour and word. */
export function StateChip({
  state,
  whole = false,
}: {
  readonly state: string;
  readonly whole?: boolean;
}): JSX.Element {
  return (
    <span class={`chip tone-${toneOf(state)}`} title={state}>
      {whole ? state : lastPart(state)}
    </span>
  );
}
