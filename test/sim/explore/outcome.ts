import type { Versions } from '../checkers/versions.ts';
import type { History } from '../history.ts';
import { type Rename, textOf, Unordered } from './fingerprint.ts';
import { KEYS } from './scenes.ts';

/**
 * What a run has come to, without the timestamps: what became of each transaction, what its caller was told, and the
 * values of each key in their order.
 *
 * @param rename makes the mirror image of a run, when that is the same outcome
 */
export function outcomeOf(history: History, versions: Versions, rename?: Rename): string {
  const outcome = [
    new Unordered(
      history.transactions.map(({ process, outcome, error, protocol, settled, steps }) => {
        const values = steps.map((step) => ('value' in step ? [step.kind, step.key, step.value] : step.kind));
        return [process, outcome, error, protocol, settled, values];
      }),
    ),
    history.lockCalls.map(({ keys, error }) => [keys, error]),
    history.levelReads.map(({ given, refusal }) => [given, refusal?.key]),
    KEYS.map((key) => versions.of(key).map(({ value }) => value)),
  ];
  const [text = ''] = [textOf(outcome), textOf(outcome, rename)].toSorted();
  return text;
}
