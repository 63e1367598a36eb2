import { describe, expect, it } from 'vitest';
import type { CommitProtocol } from '../../../../src/model/commit-protocol.ts';
import { NetworkError, TransactionAbortedError } from '../../../../src/model/errors.ts';
import {
  type Answer,
  type BatchEvidence,
  type DecisivePhase,
  type Fate,
  type Outcome,
  outcome,
} from '../../../../src/txn/commit/outcome.ts';

const ERROR = new TransactionAbortedError('what ended the phase', { retryable: true });
const LOST = new NetworkError('store:1', { status: 14, message: 'lost', sent: 'maybe' });
const COMMIT_TS = 77n;
const FATE_TS = 99n;

/** How an outcome reads in the table; `COMMITTED*` is at the timestamp the primary told. */
type Verdict = 'COMMITTED' | 'COMMITTED*' | 'FAILED' | 'UNDETERMINED' | 'ask' | 'go on';

const PHASES = ['prewrite 2pc', 'prewrite async', 'prewrite 1pc', 'commitPrimary 2pc'] as const;
const ANSWERS: readonly Answer[] = ['done', 'fellBack', 'refused', 'split', 'none'];
const FATES = ['unasked', 'committed', 'rolledBack', 'open'] as const;

interface Row {
  readonly phase: (typeof PHASES)[number];
  readonly answer: Answer;
  /** `-`: every request was answered, or never left. `lost`: some request was not answered. */
  readonly lost: '-' | 'lost';
  /** What the primary said; `any` stands for all four. */
  readonly fate: (typeof FATES)[number] | 'any';
  readonly verdict: Verdict;
  readonly source: string;
}

/** The table: phase, last answer of the one batch, lost answers, what the primary said, verdict, source. */
const TABLE = `
prewrite 2pc      | done     | -    | any        | go on        | COM-1
prewrite 2pc      | done     | lost | any        | go on        | S043: a repeated prewrite answers as the first
prewrite 2pc      | fellBack | -    | any        | go on        | it was no commit to begin with
prewrite 2pc      | fellBack | lost | any        | go on        | as above
prewrite 2pc      | refused  | -    | any        | FAILED       | S003
prewrite 2pc      | refused  | lost | any        | FAILED       | S014: locks alone commit nothing
prewrite 2pc      | split    | -    | any        | FAILED       | does not occur: two phases take any number of batches
prewrite 2pc      | split    | lost | any        | FAILED       | does not occur
prewrite 2pc      | none     | -    | any        | FAILED       | S014
prewrite 2pc      | none     | lost | any        | FAILED       | S014, S050: locks alone commit nothing
prewrite async    | done     | -    | any        | COMMITTED    | S026
prewrite async    | done     | lost | any        | COMMITTED    | S034: a later success clears the loss
prewrite async    | fellBack | -    | any        | go on        | S028
prewrite async    | fellBack | lost | any        | go on        | S029: the answer proves the fall-back
prewrite async    | refused  | -    | any        | FAILED       | S033: a key that is not locked proves that nobody committed
prewrite async    | refused  | lost | unasked    | ask          | S033, S034: a refusal after a loss does not clear it
prewrite async    | refused  | lost | committed  | COMMITTED*   | S033: recovery committed it
prewrite async    | refused  | lost | rolledBack | FAILED       | S033: the primary is really rolled back
prewrite async    | refused  | lost | open       | UNDETERMINED | S034
prewrite async    | split    | -    | any        | FAILED       | does not occur
prewrite async    | split    | lost | unasked    | ask          | does not occur
prewrite async    | split    | lost | committed  | COMMITTED*   | does not occur
prewrite async    | split    | lost | rolledBack | FAILED       | does not occur
prewrite async    | split    | lost | open       | UNDETERMINED | does not occur
prewrite async    | none     | -    | any        | FAILED       | S042: never sent, or only region errors
prewrite async    | none     | lost | unasked    | UNDETERMINED | S034, S042, S050
prewrite async    | none     | lost | committed  | COMMITTED*   | a fate that is known decides
prewrite async    | none     | lost | rolledBack | FAILED       | a fate that is known decides
prewrite async    | none     | lost | open       | UNDETERMINED | S034
prewrite 1pc      | done     | -    | any        | COMMITTED    | S021
prewrite 1pc      | done     | lost | any        | COMMITTED    | S023: the same request again answers its timestamp again
prewrite 1pc      | fellBack | -    | any        | go on        | S024
prewrite 1pc      | fellBack | lost | any        | go on        | S024: the answer proves the fall-back
prewrite 1pc      | refused  | -    | any        | FAILED       | S003
prewrite 1pc      | refused  | lost | unasked    | ask          | S023
prewrite 1pc      | refused  | lost | committed  | COMMITTED*   | S023: never a second commit timestamp
prewrite 1pc      | refused  | lost | rolledBack | FAILED       | S023
prewrite 1pc      | refused  | lost | open       | UNDETERMINED | S023
prewrite 1pc      | split    | -    | any        | go on        | S022: by another protocol, nothing was sent
prewrite 1pc      | split    | lost | unasked    | ask          | S023: no other protocol after a loss
prewrite 1pc      | split    | lost | committed  | COMMITTED*   | S023
prewrite 1pc      | split    | lost | rolledBack | FAILED       | S023
prewrite 1pc      | split    | lost | open       | UNDETERMINED | S023
prewrite 1pc      | none     | -    | any        | FAILED       | S042
prewrite 1pc      | none     | lost | unasked    | UNDETERMINED | S025, S050
prewrite 1pc      | none     | lost | committed  | COMMITTED*   | a fate that is known decides
prewrite 1pc      | none     | lost | rolledBack | FAILED       | a fate that is known decides
prewrite 1pc      | none     | lost | open       | UNDETERMINED | S025
commitPrimary 2pc | done     | -    | any        | COMMITTED    | S001, COM-10
commitPrimary 2pc | done     | lost | any        | COMMITTED    | S046: a repeated commit is success
commitPrimary 2pc | fellBack | -    | any        | COMMITTED    | does not occur
commitPrimary 2pc | fellBack | lost | any        | COMMITTED    | does not occur
commitPrimary 2pc | refused  | -    | any        | FAILED       | S009, COM-9
commitPrimary 2pc | refused  | lost | unasked    | ask          | S009, S047: a lock that is gone may have been committed
commitPrimary 2pc | refused  | lost | committed  | COMMITTED*   | S009
commitPrimary 2pc | refused  | lost | rolledBack | FAILED       | S009
commitPrimary 2pc | refused  | lost | open       | UNDETERMINED | S047
commitPrimary 2pc | split    | -    | any        | FAILED       | does not occur
commitPrimary 2pc | split    | lost | unasked    | ask          | does not occur
commitPrimary 2pc | split    | lost | committed  | COMMITTED*   | does not occur
commitPrimary 2pc | split    | lost | rolledBack | FAILED       | does not occur
commitPrimary 2pc | split    | lost | open       | UNDETERMINED | does not occur
commitPrimary 2pc | none     | -    | any        | FAILED       | S010: nothing was proposed
commitPrimary 2pc | none     | lost | unasked    | UNDETERMINED | S008, S010 (StaleCommand), S050
commitPrimary 2pc | none     | lost | committed  | COMMITTED*   | a fate that is known decides
commitPrimary 2pc | none     | lost | rolledBack | FAILED       | a fate that is known decides
commitPrimary 2pc | none     | lost | open       | UNDETERMINED | S008
`;

const ROWS: readonly Row[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [phase, answer, lost, fate, verdict, source] = line.split('|').map((cell) => cell.trim());
    return { phase, answer, lost, fate, verdict, source } as Row;
  });

function fateOf(kind: (typeof FATES)[number]): Fate {
  return kind === 'committed' ? { kind, commitTs: FATE_TS } : { kind };
}

function judge(phaseAndProtocol: string, batches: readonly BatchEvidence[], fate: Fate): Outcome {
  const [phase, protocol] = phaseAndProtocol.split(' ') as [DecisivePhase, CommitProtocol];
  return outcome({ protocol, phase, batches, commitTs: COMMIT_TS, error: ERROR, fate });
}

const OUTCOMES: Record<Verdict, Outcome> = {
  COMMITTED: { kind: 'committed', commitTs: COMMIT_TS },
  'COMMITTED*': { kind: 'committed', commitTs: FATE_TS },
  FAILED: { kind: 'failed', error: ERROR },
  UNDETERMINED: { kind: 'undetermined', cause: LOST },
  ask: { kind: 'unclear', cause: LOST },
  'go on': { kind: 'open' },
};

const cases = ROWS.flatMap((row) =>
  FATES.filter((fate) => row.fate === 'any' || row.fate === fate).map((fate) => ({ ...row, fate })),
);

describe('outcome of one batch', () => {
  it('has one row for each member of the product', () => {
    const listed = cases.map(({ phase, answer, lost, fate }) => [phase, answer, lost, fate].join(' | '));
    const product = PHASES.flatMap((phase) =>
      ANSWERS.flatMap((answer) =>
        ['-', 'lost'].flatMap((lost) => FATES.map((fate) => [phase, answer, lost, fate].join(' | '))),
      ),
    );
    expect(listed.toSorted()).toEqual(product.toSorted());
    expect(listed.length).toBe(160);
  });

  it.each(cases)('$phase | $answer | $lost | $fate -> $verdict ($source)', (row) => {
    const batch = { answer: row.answer, lost: row.lost === 'lost' ? LOST : undefined };
    expect(judge(row.phase, [batch], fateOf(row.fate))).toEqual(OUTCOMES[row.verdict]);
  });
});

describe('a failure without an error', () => {
  it('is a bug of ours, and never undefined for the caller', () => {
    const batches = [{ answer: 'none', lost: undefined }] as const;
    const evidence = { protocol: '2pc', phase: 'commitPrimary', batches, commitTs: COMMIT_TS } as const;
    const verdict = outcome({ ...evidence, error: undefined, fate: { kind: 'unasked' } });
    expect(verdict).toMatchObject({ kind: 'failed', error: { code: 'TIKV_INTERNAL' } });
  });
});

/** What is known of a batch, and the evidence for it. */
const STANDINGS: Record<string, BatchEvidence> = {
  done: { answer: 'done', lost: undefined },
  fellBack: { answer: 'fellBack', lost: undefined },
  never: { answer: 'refused', lost: undefined },
  unknown: { answer: 'none', lost: LOST },
  refused: { answer: 'refused', lost: LOST },
};

/** Every mixture of batches of a prewrite; one of a kind stands for any number. */
const MIXTURES = `
done                                  | go on  | COMMITTED    | S026
fellBack                              | go on  | go on        | S028
never                                 | FAILED | FAILED       | S033
unknown                               | FAILED | UNDETERMINED | S034
refused                               | FAILED | ask          | S034
done fellBack                         | go on  | go on        | S028: one that fell back suffices
done never                            | FAILED | FAILED       | S033: a full set cannot exist
done unknown                          | FAILED | UNDETERMINED | S034, S042: a full set may exist
done refused                          | FAILED | ask          | S033
fellBack never                        | FAILED | FAILED       | S033
fellBack unknown                      | FAILED | FAILED       | S040: nobody else commits what fell back
fellBack refused                      | FAILED | FAILED       | S040
never unknown                         | FAILED | FAILED       | S042: a full set cannot exist
never refused                         | FAILED | FAILED       | S042
unknown refused                       | FAILED | ask          | S034
done fellBack never                   | FAILED | FAILED       | S033
done fellBack unknown                 | FAILED | FAILED       | S040
done fellBack refused                 | FAILED | FAILED       | S040
done never unknown                    | FAILED | FAILED       | S042
done never refused                    | FAILED | FAILED       | S042
done unknown refused                  | FAILED | ask          | S034
fellBack never unknown                | FAILED | FAILED       | S033
fellBack never refused                | FAILED | FAILED       | S033
fellBack unknown refused              | FAILED | FAILED       | S040
never unknown refused                 | FAILED | FAILED       | S042
done fellBack never unknown           | FAILED | FAILED       | S033
done fellBack never refused           | FAILED | FAILED       | S033
done fellBack unknown refused         | FAILED | FAILED       | S040
done never unknown refused            | FAILED | FAILED       | S042
fellBack never unknown refused        | FAILED | FAILED       | S033
done fellBack never unknown refused   | FAILED | FAILED       | S033
`;

const mixtures = MIXTURES.trim()
  .split('\n')
  .map((line) => {
    const [standings, twoPhases, async, source] = line.split('|').map((cell) => cell.trim());
    return { standings: standings?.split(' ') ?? [], twoPhases, async, source };
  });

describe('outcome of several batches', () => {
  it('has one row for each mixture', () => {
    const names = Object.keys(STANDINGS);
    const subsets = Array.from({ length: 2 ** names.length - 1 }, (_, mask) =>
      names.filter((_, bit) => ((mask + 1) >> bit) & 1).join(' '),
    );
    expect(mixtures.map(({ standings }) => standings.join(' ')).toSorted()).toEqual(subsets.toSorted());
  });

  it.each(mixtures)('$standings -> 2pc $twoPhases, async $async ($source)', (row) => {
    const batches = row.standings.map((name) => STANDINGS[name] as BatchEvidence);
    for (const order of [batches, batches.toReversed()]) {
      expect(judge('prewrite 2pc', order, fateOf('unasked'))).toEqual(OUTCOMES[row.twoPhases as Verdict]);
      expect(judge('prewrite async', order, fateOf('unasked'))).toEqual(OUTCOMES[row.async as Verdict]);
    }
  });
});
