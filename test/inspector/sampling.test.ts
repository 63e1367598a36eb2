import { describe, expect, it } from 'vitest';
import type { ActorLogic, AnyActorRef, EventObject, Snapshot } from 'xstate';
import { createActor, setup } from 'xstate';
import { Collector } from '../../src/inspector/collect/collector.ts';
import { Sampler } from '../../src/inspector/collect/sampler.ts';
import { actorsOf } from './support.ts';

describe('a sampler', () => {
  /** Begins units at an even pace. @returns how many were admitted */
  function flood(sampler: Sampler, kind: string, perSecond: number, fromMs: number, forMs: number): number {
    let admitted = 0;
    for (let at = fromMs; at < fromMs + forMs; at += 1000 / perSecond) {
      if (!sampler.admit(kind, at)) continue;
      admitted++;
      sampler.learn(kind, 20);
    }
    return admitted;
  }

  it('lets all in while there is room', () => {
    const sampler = new Sampler(1500);
    expect(flood(sampler, 'transaction', 50, 0, 4000)).toBe(200);
    expect(sampler.oneOf('transaction')).toBe(1);
  });

  it('lets in one of so many of 10,000 a second, at about the rate it was given', () => {
    const sampler = new Sampler(1500);
    flood(sampler, 'transaction', 10_000, 0, 1000);
    const entries = 20 * flood(sampler, 'transaction', 10_000, 1000, 4000);
    expect(sampler.oneOf('transaction')).toBe(134);
    expect(entries / 4).toBeGreaterThan(1300);
    expect(entries / 4).toBeLessThan(1600);
  });

  it('keeps a flood of one kind from washing the others away', () => {
    const sampler = new Sampler(1500);
    for (let at = 0; at < 3000; at += 250) {
      flood(sampler, 'regionRequest', 40_000, at, 250);
      flood(sampler, 'transaction', 20, at, 250);
    }
    expect(sampler.oneOf('transaction')).toBe(1);
    expect(sampler.oneOf('regionRequest')).toBeGreaterThan(100);
  });

  it('bounds a flood that nobody saw coming', () => {
    const sampler = new Sampler(1500);
    expect(flood(sampler, 'transaction', 1_000_000, 0, 100)).toBeLessThan(120);
  });

  it('lets all in again when the flood is over', () => {
    const sampler = new Sampler(1500);
    flood(sampler, 'transaction', 10_000, 0, 1000);
    expect(flood(sampler, 'transaction', 10, 5000, 1000)).toBe(10);
  });
});

const clientLogic: ActorLogic<Snapshot<undefined>, EventObject> = {
  transition: (snapshot) => snapshot,
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  getPersistedSnapshot: (snapshot) => snapshot,
};
const work = setup({}).createMachine({
  id: 'work',
  initial: 'running',
  states: { running: { on: { end: 'ended' } }, ended: { type: 'final' } },
});

describe('a collector in a flood', () => {
  function collected(maxBytes = 16_777_216) {
    let now = 0;
    const collector = new Collector({
      visibility: { keys: false, values: false },
      maxEntriesPerSecond: 200,
      maxBytes,
      version: '0.0.0',
      startedAt: new Date(0),
      now: () => now,
    });
    const root = createActor(clientLogic, { id: 'client', inspect: collector.inspect });
    root.start();
    const startUnder = (parent: AnyActorRef, id: string) => {
      const actor = createActor(work, { parent, id });
      actor.subscribe({ error: () => {} });
      return actor.start();
    };
    const units = (count: number) => {
      for (let nth = 0; nth < count; nth++) {
        now += 0.1;
        const unit = startUnder(root, `unit ${nth}`);
        for (const child of [startUnder(unit, 'a'), startUnder(unit, 'b')]) child.send({ type: 'end' });
        unit.send({ type: 'end' });
      }
    };
    return { collector, units };
  }

  it('records units whole or not at all, and counts every actor', () => {
    const { collector, units } = collected();
    units(20_000);
    const { entries } = collector.recording();
    const actors = actorsOf(entries).filter(({ start }) => start.machine === 'work');
    const roots = actors.filter(({ start }) => start.name.startsWith('unit '));
    expect(roots.length).toBeGreaterThan(50);
    expect(roots.length).toBeLessThan(500);
    for (const { start } of roots) {
      const children = actors.filter(({ start: { parent } }) => parent === start.actor);
      expect(children.map(({ start: { name }, states }) => [name, ...states])).toEqual([
        ['a', 'running', 'ended'],
        ['b', 'running', 'ended'],
      ]);
    }
    expect(actors).toHaveLength(3 * roots.length);
    expect(roots.at(-1)?.start.oneOf).toBe(collector.stats().oneOf.work);
    expect(collector.stats().ended.work).toEqual({ ended: 60_000 });
    expect(collector.stats().live.work).toEqual({});
  });

  it('forgets the oldest units as a whole when it has no room for them', () => {
    const { collector, units } = collected(65_536);
    units(20_000);
    expect(collector.log.bytes).toBeLessThanOrEqual(65_536);
    const actors = actorsOf(collector.recording().entries);
    const kept = actors.filter(({ start }) => start.machine === 'work');
    const roots = kept.filter(({ start }) => start.name.startsWith('unit '));
    expect(kept).toHaveLength(3 * roots.length);
    expect(Number(roots.at(-1)?.start.name.slice('unit '.length))).toBeGreaterThan(19_500);
  });
});
