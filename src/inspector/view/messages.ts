import type { Entry, Json, StepEntry } from '../recording/recording.ts';
import { duration, shortTs } from './format.ts';
import { nameOf } from './names.ts';
import { tagsOf } from './state-tags.ts';
import { type ActorHistory, below, contextAt, field, isObject, textOf } from './timeline.ts';
import { lastPart, type Tone } from './tone.ts';

/** Who takes part: a column of the sequence diagram. */
export interface Lane {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly kind: 'caller' | 'actor' | 'pd' | 'store';
  /** Of lanes that are actors. */
  readonly actor?: number;
}

/** One arrow. From a lane to itself: something that it does by itself. */
export interface Message {
  readonly n: number;
  readonly t: number;
  /** The actor whose entry tells of it. */
  readonly actor: number;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Small print below the label. */
  readonly detail: string;
  readonly tone: Tone;
  /** An answer: drawn lighter. */
  readonly isAnswer: boolean;
  /** It never came. */
  readonly isLost: boolean;
}

export interface Sequence {
  /** In the order in which they come into play. */
  readonly lanes: readonly Lane[];
  /** In the order in which they were sent. */
  readonly messages: readonly Message[];
}

const CALLER: Lane = { id: 'caller', title: 'caller', about: '', kind: 'caller' };
const PD: Lane = { id: 'pd', title: 'PD', about: '', kind: 'pd' };

/** What was sent between the actors of a unit, stores and PD. Requests are drawn as what they carry. */
export function sequenceOf(unit: ActorHistory): Sequence {
  const actors = below(unit);
  const writer = new SequenceWriter(new Map(actors.map((actor) => [actor.id, actor])));
  const entries = actors
    .flatMap((actor) => actor.entries.map((entry, at) => ({ actor, entry, at })))
    .sort((a, b) => a.entry.n - b.entry.n);
  for (const { actor, entry, at } of entries) writer.write(actor, entry, actor.entries[at - 1]);
  return writer;
}

type MessageOptions = Partial<Pick<Message, 'detail' | 'tone' | 'isAnswer' | 'isLost'>>;

class SequenceWriter implements Sequence {
  readonly #lanes = new Map<string, Lane>();
  readonly #actors: ReadonlyMap<number, ActorHistory>;
  readonly messages: Message[] = [];

  constructor(actors: ReadonlyMap<number, ActorHistory>) {
    this.#actors = actors;
  }

  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()].sort((a, b) => LANE_ORDER.indexOf(a.kind) - LANE_ORDER.indexOf(b.kind));
  }

  write(actor: ActorHistory, entry: Entry, before: Entry | undefined): void {
    switch (actor.machine) {
      case 'regionRequest':
        this.#request(actor, entry, before);
        break;
      case 'transaction':
      case 'bulkTransaction':
        this.#transaction(actor, entry, before);
        break;
      case 'lockResolver':
        this.#resolver(actor, entry);
        break;
      case 'pessimisticLock':
        this.#lockCall(actor, entry, before);
        break;
      case 'rangeTask':
        if (!isFolded(actor)) this.#other(actor, entry);
        break;
      case 'pdSession':
      case 'tsoBatcher':
        this.#withPd(actor, entry, before);
        break;
      default:
        this.#other(actor, entry);
    }
  }

  /** A request is no lane: who it belongs to talks to stores. */
  #request(actor: ActorHistory, entry: Entry, before: Entry | undefined): void {
    const owner = this.#ownerOf(actor);
    const about = field(contextAt(actor, entry.n), 'request');
    const store = this.#store(about);
    const rpc = nameOf(actor).title;
    const isIn = (state: string) => entry.state === state && before?.state !== state;
    if (before?.state === 'sending' && entry.state !== 'sending' && entry.kind === 'step') {
      const sentTo = this.#store(field(contextAt(actor, before.n), 'request'));
      this.#answer(entry, actor, sentTo, owner, rpc);
    }
    if (isIn('sending')) {
      const attempts = Number(textOf(field(contextAt(actor, entry.n), 'attempts')) || 1);
      const region = `region ${textOf(field(about, 'region'))}`;
      const detail = attempts > 1 ? `${region}, attempt ${attempts}` : region;
      this.#say(entry, actor, owner, store, rpc, { detail, tone: 'busy' });
    }
    if (isIn('probing')) this.#say(entry, actor, owner, store, 'health check', { tone: 'held' });
    if (before?.state === 'probing' && entry.kind === 'step') {
      const answers = entry.event.type === 'store.answers';
      const label = answers ? 'serving' : 'no answer';
      this.#say(entry, actor, store, owner, label, {
        isAnswer: true,
        isLost: !answers,
        tone: answers ? 'ok' : 'failed',
      });
    }
    if (isIn('backingOff.sleeping')) {
      const ms = Number(textOf(field(contextAt(actor, entry.n), 'sleepMs')) || 0);
      this.#say(entry, actor, owner, owner, `waits ${duration(ms)}`, { tone: 'held' });
    }
  }

  #answer(entry: StepEntry, actor: ActorHistory, from: string, to: string, rpc: string): void {
    const { type } = entry.event;
    const name = type.slice(type.indexOf('.') + 1);
    if (type === 'answer.received')
      this.#say(entry, actor, from, to, `${rpc} answered`, { isAnswer: true, tone: 'ok' });
    else if (type.startsWith('rpc.') || type === 'request.stopped') {
      const detail = textOf(field(entry.event.error, 'message'));
      const label = type === 'request.stopped' ? 'not waited for' : 'no answer';
      this.#say(entry, actor, from, to, label, { isAnswer: true, isLost: true, tone: 'failed', detail });
    } else
      this.#say(entry, actor, from, to, name, {
        isAnswer: true,
        tone: type === 'answer.malformed' ? 'failed' : 'held',
      });
  }

  #transaction(actor: ActorHistory, entry: Entry, before: Entry | undefined): void {
    const lane = this.#actor(actor);
    if (entry.kind === 'start') {
      this.#say(entry, actor, this.#lane(CALLER), lane, 'begin');
      return;
    }
    const { type } = entry.event;
    if (type === 'flush.requested') this.#say(entry, actor, lane, lane, 'flush');
    else if (type.endsWith('.requested')) {
      this.#say(entry, actor, this.#lane(CALLER), lane, type.replace('.requested', ''));
    }
    if (type === 'commitTs.fetched' || type === 'minCommitTs.fetched') {
      const ts = textOf(entry.event.commitTs as Json);
      this.#say(entry, actor, this.#lane(PD), lane, ts === '' ? 'timestamp' : shortTs(ts), {
        isAnswer: true,
        tone: 'ok',
      });
    }
    const state = entry.state ?? '';
    if (/fetching(Min)?CommitTs$/.test(state) && before?.state !== state) {
      this.#say(entry, actor, lane, this.#lane(PD), 'timestamp?', { detail: 'to commit', tone: 'busy' });
    }
    if (type === 'lock.acquired' || type === 'lock.refused') {
      this.#say(entry, actor, lane, this.#lane(CALLER), type.replace('lock.', ''), { isAnswer: true });
    }
    this.#verdict(actor, entry, lane, type);
  }

  /** The caller is told the outcome; what happens then is in the background. */
  #verdict(actor: ActorHistory, entry: StepEntry, lane: string, type: string): void {
    const say = (label: string, tone: Tone, detail = '') =>
      this.#say(entry, actor, lane, this.#lane(CALLER), label, { isAnswer: true, tone, detail });
    const error = entry.event.error as Json | undefined;
    const isReadOnly = type === 'commit.requested' && entry.state === 'committed';
    if (type === 'outcome.committed' || isReadOnly) {
      say('committed', 'ok', textOf(entry.event.protocol as Json));
    } else if (type === 'outcome.failed') say('failed', 'failed', textOf(field(error, 'name')));
    else if (type === 'outcome.undetermined')
      say('undetermined', 'undetermined', textOf(field(error, 'name')));
    else if (entry.state === 'rolledBack' && type === 'rollback.requested') say('rolled back', 'gone');
    else if (type === 'lock.lost') this.#say(entry, actor, lane, lane, 'lost its locks', { tone: 'failed' });
    else if (entry.status === 'stopped') {
      const mayCommit = tagsOf(actor.machine, entry.state ?? '').includes('mayCommit');
      if (mayCommit) say('undetermined', 'undetermined', 'the client closed');
      else say('stopped', 'gone', 'the client closed');
    }
  }

  /** Like its requests, it is drawn as what its transaction does. */
  #lockCall(actor: ActorHistory, entry: Entry, before: Entry | undefined): void {
    const owner = this.#ownerOf(actor);
    if (entry.kind === 'step' && entry.event.type === 'timestamp.fetched') {
      this.#say(entry, actor, this.#lane(PD), owner, 'timestamp', { isAnswer: true, tone: 'ok' });
    }
    if (entry.state === before?.state) return;
    if (entry.state === 'fetchingTimestamp') {
      this.#say(entry, actor, owner, this.#lane(PD), 'timestamp?', { detail: 'to lock', tone: 'busy' });
    }
    if (entry.state === 'pausing')
      this.#say(entry, actor, owner, owner, 'waits for a lock', { tone: 'held' });
    if (entry.state === 'yielding') this.#say(entry, actor, owner, owner, 'gives way', { tone: 'held' });
    if (entry.state === 'doomed') this.#say(entry, actor, owner, owner, 'has to end', { tone: 'failed' });
  }

  #resolver(actor: ActorHistory, entry: Entry): void {
    const lane = this.#actor(actor);
    const above = actor.parent === undefined || actor.parent.machine === 'client' ? undefined : actor.parent;
    const owner = above === undefined ? this.#lane(CALLER) : this.#ownerOf(actor);
    if (entry.kind === 'start') {
      const task = field(entry.context, 'task');
      const locks = textOf(field(task, 'locks'));
      const detail = locks === '' ? '' : `${locks} ${locks === '1' ? 'lock' : 'locks'} met`;
      this.#say(entry, actor, owner, lane, 'resolve', { detail, tone: 'busy' });
      return;
    }
    const fate = textOf(field(entry.event.fate as Json | undefined, 'kind'));
    if (fate !== '')
      this.#say(entry, actor, lane, lane, fate === 'committed' ? 'it has committed' : 'it rolls back', {
        tone: 'held',
      });
    if (entry.status === 'active') return;
    const tone = entry.state === 'failed' ? 'failed' : entry.state === 'alive' ? 'held' : 'ok';
    this.#say(entry, actor, lane, owner, entry.state ?? entry.status, { isAnswer: true, tone });
  }

  #withPd(actor: ActorHistory, entry: Entry, before: Entry | undefined): void {
    const lane = this.#actor(actor);
    if (entry.kind === 'start') return;
    const { type } = entry.event;
    const asked = ASKED_OF_PD.get(lastPart(entry.state ?? ''));
    if (/^(members\.|batch\.answered|stream\.|cluster\.)/.test(type)) {
      const failed = /failed|unreachable|mismatched/.test(type);
      const tone = failed ? 'failed' : /leaderless/.test(type) ? 'held' : 'ok';
      this.#say(entry, actor, this.#lane(PD), lane, type, { isAnswer: true, isLost: failed, tone });
    } else this.#say(entry, actor, lane, lane, type);
    if (asked !== undefined && (before?.state !== entry.state || entry.edges.length > 0)) {
      this.#say(entry, actor, lane, this.#lane(PD), asked, { tone: 'busy' });
    }
  }

  /** Machines that nothing is known of: events go from who sent them to who took them. */
  #other(actor: ActorHistory, entry: Entry): void {
    const lane = this.#actor(actor);
    const { parent } = actor;
    if (entry.kind === 'start') {
      if (parent !== undefined && parent.machine !== 'client') {
        this.#say(entry, actor, this.#actor(parent), lane, 'start');
      }
      return;
    }
    if (actor.machine === 'client') return;
    const sender = entry.from === undefined ? undefined : this.#actors.get(entry.from);
    const from = sender === undefined ? lane : this.#actor(sender);
    this.#say(entry, actor, from, lane, entry.event.type, {
      tone: entry.status === 'error' ? 'failed' : 'idle',
    });
  }

  #say(
    { n, t }: Entry,
    { id }: ActorHistory,
    from: string,
    to: string,
    label: string,
    { detail = '', tone = 'idle', isAnswer = false, isLost = false }: MessageOptions = {},
  ): void {
    this.messages.push({ n, t, actor: id, from, to, label, detail, tone, isAnswer, isLost });
  }

  /** Whoever a request is sent for; a request without anybody stands for its caller. */
  #ownerOf({ parent }: ActorHistory): string {
    if (parent === undefined || parent.machine === 'client') return this.#lane(CALLER);
    return isFolded(parent) ? this.#ownerOf(parent) : this.#actor(parent);
  }

  #actor(actor: ActorHistory): string {
    const { title, about } = nameOf(actor);
    return this.#lane({ id: `actor ${actor.id}`, title, about, kind: 'actor', actor: actor.id });
  }

  #store(about: Json | undefined): string {
    const id = isObject(about) ? textOf(about.store) : '';
    const title = id === '' ? 'store' : `store ${id}`;
    return this.#lane({ id: title, title, about: textOf(field(about, 'address')), kind: 'store' });
  }

  #lane(lane: Lane): string {
    if (!this.#lanes.has(lane.id)) this.#lanes.set(lane.id, lane);
    return lane.id;
  }
}

/** No lane of its own: what it does is drawn as done by whoever it works for. */
function isFolded({ machine, parent }: ActorHistory): boolean {
  if (machine === 'regionRequest' || machine === 'pessimisticLock') return true;
  return machine === 'rangeTask' && parent !== undefined && parent.machine !== 'client';
}

/** What is sent to PD on entering a state. */
const ASKED_OF_PD: ReadonlyMap<string, string> = new Map([
  ['discovering', 'members?'],
  ['refreshing', 'members?'],
  ['inFlight', 'timestamps?'],
  ['reconnecting', 'stream'],
]);

const LANE_ORDER: readonly Lane['kind'][] = ['caller', 'actor', 'pd', 'store'];
