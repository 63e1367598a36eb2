import { describe, expect, it } from 'vitest';
import type { EventObject } from 'xstate';
import { pdSessionMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { ClusterMismatchError } from '../../src/model/errors.ts';
import { PdSession } from '../../src/pd/pd-session.ts';
import { ChartCoverage, edgePaths } from '../../src/testing/index.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { type FakeUnary, fakeRuntime } from '../support/fake-transport.ts';
import { stateName, stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(pdSessionMachine);
const ENDPOINT = 'pd0:2379';
const POLL = 'xstate.after.electionPoll.pdSession.searching.awaitingElection';
const error = new ClusterMismatchError('another cluster');

/** A session with one endpoint, on which the events of the chart are brought about. */
function begin() {
  const { states, inspect } = stateWatcher(coverage.inspect);
  const runtime = fakeRuntime();
  const errors: unknown[] = [];
  const root = new ActorRoot({ clock: runtime.clock, inspect, onError: (failure) => errors.push(failure) });
  const session = new PdSession(runtime, root, { endpoints: [ENDPOINT] });
  const verdicts: string[] = [];
  let callers = 0;
  const asked = () => runtime.transport.openUnaries(pdRpcs.getMembers.path);
  const answer = (leader: string | undefined, clusterId = 7n) => {
    const member = leader === undefined ? undefined : { memberId: 1n, clientUrls: [`http://${leader}`] };
    const response = { header: { clusterId }, leader: member };
    (asked()[0] as FakeUnary).answer(pdRpcs.getMembers.encodeResponse(response));
  };

  const realise = async ({ type }: EventObject) => {
    if (type === 'leader.wanted') {
      callers++;
      session.leader().then(
        () => verdicts.push('leader'),
        (failure) => verdicts.push(failure.name),
      );
    } else if (type === 'leader.doubted') session.doubt(ENDPOINT);
    else if (type === 'members.found') answer(ENDPOINT);
    else if (type === 'members.leaderless') answer(undefined);
    else if (type === 'members.unreachable') asked()[0]?.fail();
    else if (type === 'cluster.mismatched') answer(ENDPOINT, 8n);
    else if (type === 'session.closed') session.close();
    else runtime.clock.advance(type === POLL ? 100 : 60_000);
    await turnOfEventLoop();
  };
  const end = () => {
    session.close();
    root.stop();
    return { errors, timers: runtime.clock.pending };
  };
  return { realise, end, asked, verdicts, callers: () => callers, state: () => states.get('pdSession') };
}

describe('every edge of the pd-session chart', () => {
  const machine = pdSessionMachine.provide({ delays: { electionPoll: 100, refreshInterval: 60_000 } });
  const paths = edgePaths(machine, {
    input: { session: 'session' },
    events: [
      { type: 'leader.wanted' },
      { type: 'leader.doubted' },
      { type: 'members.found', members: { leader: ENDPOINT, followers: [] } },
      { type: 'members.leaderless', error },
      { type: 'members.unreachable', error },
      { type: 'cluster.mismatched', error },
      { type: 'session.closed', error },
    ],
    serializeState: (snapshot) => `${stateName(snapshot)} ${snapshot.context.leaderlessRounds}`,
    // Members are not asked while an election is awaited; another cluster shows only when one was known before.
    canHappen: (snapshot, { type }) => {
      const state = stateName(snapshot);
      if (type === 'cluster.mismatched') return state === 'refreshing';
      return !(state === 'searching.awaitingElection' && type.startsWith('members.'));
    },
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, { steps }) => {
    coverage.begin(name);
    const walk = begin();
    for (const { event, after } of steps) {
      await walk.realise(event);
      const state = stateName(after);
      expect([event.type, walk.state()]).toEqual([event.type, state]);
      const asking = state === 'searching.discovering' || state === 'refreshing';
      expect(walk.asked()).toHaveLength(asking ? 1 : 0);
      // Callers wait while the leader is looked for, and at no other time.
      if (!state.startsWith('searching')) expect(walk.verdicts).toHaveLength(walk.callers());
    }
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });
});

expectFullCoverage(coverage);
