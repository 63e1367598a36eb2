import {
  type Anomaly,
  type History,
  isAborted,
  isCommitted,
  type Step,
  type TransactionRecord,
  writeStepsOf,
} from '../history.ts';
import { stronglyConnected } from './strongly-connected.ts';

type EdgeKind = 'ww' | 'wr' | 'rw' | 'rt';

interface Edge {
  readonly to: number;
  readonly kind: EdgeKind;
  readonly key: string;
}

/** What the callers were promised. */
export type Isolation = 'snapshot' | 'serializable';

interface Access {
  /** What it saw first of each key, as the snapshot has it. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** What it appended to each key, in order. */
  readonly appends: ReadonlyMap<string, readonly string[]>;
}

const elementsOf = (list: string | undefined) => (list === undefined || list === '' ? [] : list.split(','));

/**
 * What snapshot isolation forbids, from lists that are read and appended to: garbage, duplicates, aborted and
 * intermediate reads (G1a, G1b), incompatible orders, lost appends, and cycles (G0, G1c, G-single, G-nonadjacent).
 * Cycles with neighbouring rw edges alone are write skew (G2), which it allows; who locks all that it reads is promised
 * that there are none. Knows nothing of timestamps.
 *
 * @see Kingsbury and Alvaro, Elle; Cerone and Gotsman, Analysing snapshot isolation (no two adjacent rw edges)
 */
export function checkListAppend(
  history: History,
  workload = 'list-append',
  isolation: Isolation = 'snapshot',
): Anomaly[] {
  const transactions = history.transactions.filter((one) => one.workload === workload);
  const anomalies: Anomaly[] = [];
  const report = (name: string, detail: string) => anomalies.push({ name, detail });
  const accesses = transactions.map((one) => accessOf(one, report));
  const writerOf = new Map<string, number>();
  for (const [index, { appends }] of accesses.entries()) {
    for (const elements of appends.values()) for (const element of elements) writerOf.set(element, index);
  }
  const orders = versionOrders(transactions, accesses, report);
  for (const [index, { reads }] of accesses.entries()) {
    const reader = transactions[index] as TransactionRecord;
    if (!counts(reader)) continue;
    for (const [key, list] of reads) {
      if (new Set(list).size < list.length) report('duplicate', `${reader.id} read ${list} from ${key}`);
      for (const element of list) checkElement(element, reader);
      checkIntermediate(key, list, reader);
    }
  }
  checkLost(transactions, accesses, orders, report);
  for (const cycle of cyclesOf(transactions, accesses, orders, writerOf, isolation)) {
    report(cycle.name, cycle.path.map(({ from, edge }) => `${from} -${edge.kind} ${edge.key}->`).join(' '));
  }
  return anomalies;

  function checkElement(element: string, reader: TransactionRecord): void {
    const writer = writerOf.get(element);
    if (writer === undefined) report('garbage-read', `${reader.id} read ${element}`);
    else if (isAborted(transactions[writer] as TransactionRecord)) {
      report('G1a', `${reader.id} read ${element} of failed ${transactions[writer]?.id}`);
    }
  }

  function checkIntermediate(key: string, list: readonly string[], reader: TransactionRecord): void {
    const last = list.at(-1);
    const writer = last === undefined ? undefined : writerOf.get(last);
    if (writer === undefined || transactions[writer] === reader) return;
    if (accesses[writer]?.appends.get(key)?.at(-1) !== last)
      report('G1b', `${reader.id} read ${key} up to ${last}`);
  }
}

/**
 * Reads under locks are of the moment of the commit; the others are of the beginning, or of their statement, and do not go
 * together.
 */
function hasLockedReads({ mode, steps }: TransactionRecord): boolean {
  const isLater = (step: Step) => step.kind === 'lock' || (step.kind === 'read' && step.at !== undefined);
  return mode === 'pessimistic' && steps.some(isLater);
}

/** Whether what it read is a state: what was read under locks is one only when the locks held to the end. */
function counts(transaction: TransactionRecord): boolean {
  return hasLockedReads(transaction) ? isCommitted(transaction) : !isAborted(transaction);
}

/** Reads that go together, appends in order; what contradicts the transaction itself is reported. */
function accessOf(transaction: TransactionRecord, report: (name: string, detail: string) => void): Access {
  const { id, steps } = transaction;
  const isLocking = hasLockedReads(transaction);
  const reads = new Map<string, readonly string[]>();
  const appends = new Map<string, string[]>();
  const current = new Map<string, readonly string[]>();
  const kept = new Set<Step>(writeStepsOf(transaction));
  const isUndone = steps.some(({ kind }) => kind === 'undo');
  for (const step of steps) {
    if (step.kind === 'scan' || step.kind === 'undo' || (step.kind === 'write' && !kept.has(step))) continue;
    if (step.kind === 'lock') {
      if (step.read === undefined) continue;
      const list = elementsOf(step.read.value);
      const isWritten = appends.has(step.key);
      if (!isWritten || !reads.has(step.key)) reads.set(step.key, list);
      if (!isWritten) current.set(step.key, list);
      continue;
    }
    const list = elementsOf(step.value);
    const known = current.get(step.key);
    if (step.kind === 'read') {
      if (isLocking && !appends.has(step.key)) {
        current.set(step.key, list);
        continue;
      }
      if (known === undefined) reads.set(step.key, list);
      else if (known.join() !== list.join() && !isUndone)
        report('internal', `${id} read ${list} from ${step.key}, knew ${known}`);
    } else {
      const added = list.slice((known ?? []).length);
      appends.set(step.key, [...(appends.get(step.key) ?? []), ...added]);
    }
    current.set(step.key, list);
  }
  return { reads, appends };
}

/** The longest list read of each key; every other is a prefix of it. */
function versionOrders(
  transactions: readonly TransactionRecord[],
  accesses: readonly Access[],
  report: (name: string, detail: string) => void,
): Map<string, readonly string[]> {
  const orders = new Map<string, readonly string[]>();
  const all = accesses.flatMap(({ reads }, index) =>
    counts(transactions[index] as TransactionRecord)
      ? [...reads].map(([key, list]) => ({ key, list, id: transactions[index]?.id }))
      : [],
  );
  for (const { key, list } of all) if (list.length > (orders.get(key)?.length ?? -1)) orders.set(key, list);
  for (const { key, list, id } of all) {
    const order = orders.get(key) ?? [];
    if (list.some((element, index) => order[index] !== element)) {
      report('incompatible-order', `${id} read ${list} from ${key}, others ${order}`);
    }
  }
  return orders;
}

/** What was appended for sure is in the last list, if somebody read the key after that. */
function checkLost(
  transactions: readonly TransactionRecord[],
  accesses: readonly Access[],
  orders: ReadonlyMap<string, readonly string[]>,
  report: (name: string, detail: string) => void,
): void {
  const lastReadAt = new Map<string, number>();
  for (const [index, { reads }] of accesses.entries()) {
    const { outcome, beganAt } = transactions[index] as TransactionRecord;
    if (outcome !== 'ok') continue;
    for (const key of reads.keys()) lastReadAt.set(key, Math.max(beganAt, lastReadAt.get(key) ?? 0));
  }
  for (const [index, { appends }] of accesses.entries()) {
    const writer = transactions[index] as TransactionRecord;
    // One of unknown outcome may have been committed when it was settled, after the last read.
    if (writer.outcome !== 'ok') continue;
    for (const [key, elements] of appends) {
      if (writer.endedAt > (lastReadAt.get(key) ?? 0)) continue;
      const missing = elements.filter((element) => !orders.get(key)?.includes(element));
      if (missing.length > 0) report('lost-append', `${missing} of ${writer.id} is not in ${key}`);
    }
  }
}

interface Cycle {
  readonly name: string;
  readonly path: readonly { readonly from: number; readonly edge: Edge }[];
}

function cyclesOf(
  transactions: readonly TransactionRecord[],
  accesses: readonly Access[],
  orders: ReadonlyMap<string, readonly string[]>,
  writerOf: ReadonlyMap<string, number>,
  isolation: Isolation,
): Cycle[] {
  const edges: Edge[][] = transactions.map(() => []);
  const add = (from: number | undefined, to: number | undefined, kind: EdgeKind, key: string) => {
    if (from !== undefined && to !== undefined && from !== to) edges[from]?.push({ to, kind, key });
  };
  for (const [key, order] of orders) {
    for (const [place, element] of order.entries()) {
      const before = order[place - 1];
      if (before !== undefined) add(writerOf.get(before), writerOf.get(element), 'ww', key);
    }
  }
  for (const [reader, { reads }] of accesses.entries()) {
    if (!counts(transactions[reader] as TransactionRecord)) continue;
    for (const [key, list] of reads) {
      const last = list.at(-1);
      if (last !== undefined) add(writerOf.get(last), reader, 'wr', key);
      const next = orders.get(key)?.[list.length];
      if (next !== undefined) add(reader, writerOf.get(next), 'rw', key);
    }
  }
  addRealTime(transactions, add);
  const graph = edges.map((list) => list.map(({ to }) => to));
  return stronglyConnected(graph).flatMap((component) => {
    const cycle = forbiddenCycle(new Set(component), edges, isolation);
    return cycle === undefined ? [] : [cycle];
  });
}

/** Who ended before another began comes first; edges that follow from others are left out. */
function addRealTime(
  transactions: readonly TransactionRecord[],
  add: (from: number, to: number, kind: EdgeKind, key: string) => void,
): void {
  const events = transactions
    .flatMap(({ beganAt, endedAt, outcome }, index) => [
      { at: beganAt, index, ends: false },
      ...(outcome === 'ok' ? [{ at: endedAt, index, ends: true }] : []),
    ])
    .sort((one, other) => one.at - other.at);
  let frontier: number[] = [];
  for (const { index, ends } of events) {
    if (!ends) {
      for (const from of frontier) add(from, index, 'rt', '');
      continue;
    }
    const began = transactions[index]?.beganAt ?? 0;
    frontier = frontier.filter((from) => (transactions[from]?.endedAt ?? 0) > began);
    frontier.push(index);
  }
}

/**
 * The shortest cycle that is forbidden: of ww, wr and real time alone, else with one rw, else with rw edges no two of
 * which are neighbours; else any at all, where all is to be serializable.
 */
function forbiddenCycle(
  component: ReadonlySet<number>,
  edges: readonly Edge[][],
  isolation: Isolation,
): Cycle | undefined {
  const kinds = [
    { most: 0, mayAdjoin: false },
    { most: 1, mayAdjoin: false },
    { most: Number.POSITIVE_INFINITY, mayAdjoin: false },
    ...(isolation === 'serializable' ? [{ most: Number.POSITIVE_INFINITY, mayAdjoin: true }] : []),
  ];
  for (const kind of kinds) {
    let shortest: Cycle['path'] | undefined;
    for (const start of component) {
      const path = shortestCycle(start, component, edges, kind);
      if (path !== undefined && path.length < (shortest?.length ?? Number.POSITIVE_INFINITY)) shortest = path;
    }
    if (shortest === undefined) continue;
    const name = kind.mayAdjoin ? 'G2' : nameOf(shortest.map(({ edge }) => edge.kind));
    return { name, path: shortest };
  }
  return undefined;
}

function nameOf(kinds: readonly EdgeKind[]): string {
  const rw = kinds.filter((kind) => kind === 'rw').length;
  const base = rw > 1 ? 'G-nonadjacent' : rw === 1 ? 'G-single' : kinds.includes('wr') ? 'G1c' : 'G0';
  return kinds.includes('rt') ? `${base}-realtime` : base;
}

/** Breadth first over (node, last edge was rw, number of rw so far up to `most`). Neighbouring rw edges: `mayAdjoin`. */
function shortestCycle(
  start: number,
  component: ReadonlySet<number>,
  edges: readonly Edge[][],
  { most, mayAdjoin }: { readonly most: number; readonly mayAdjoin: boolean },
): Cycle['path'] | undefined {
  interface Place {
    readonly node: number;
    readonly firstIsRw: boolean;
    readonly lastIsRw: boolean;
    readonly rw: number;
    readonly back: Place | undefined;
    readonly edge: Edge | undefined;
  }
  const first: Place = {
    node: start,
    firstIsRw: false,
    lastIsRw: false,
    rw: 0,
    back: undefined,
    edge: undefined,
  };
  const queue: Place[] = [first];
  const seen = new Set<string>();
  for (let at = 0; at < queue.length; at++) {
    const place = queue[at] as Place;
    for (const edge of edges[place.node] ?? []) {
      const isRw = edge.kind === 'rw';
      const rw = place.rw + (isRw ? 1 : 0);
      if (!component.has(edge.to) || rw > most || (isRw && place.lastIsRw && !mayAdjoin)) continue;
      const firstIsRw = place.back === undefined ? isRw : place.firstIsRw;
      const next: Place = { node: edge.to, firstIsRw, lastIsRw: isRw, rw, back: place, edge };
      if (edge.to === start) {
        // The last edge and the first are neighbours too.
        if (place.back !== undefined && isRw && firstIsRw && !mayAdjoin) continue;
        return pathOf(next);
      }
      const mark = `${edge.to},${isRw},${firstIsRw},${most === 1 ? rw : 0}`;
      if (seen.has(mark)) continue;
      seen.add(mark);
      queue.push(next);
    }
  }
  return undefined;

  function pathOf(end: Place): Cycle['path'] {
    const path: { from: number; edge: Edge }[] = [];
    for (let place = end; place.back !== undefined && place.edge !== undefined; place = place.back) {
      path.unshift({ from: place.back.node, edge: place.edge });
    }
    return path;
  }
}
