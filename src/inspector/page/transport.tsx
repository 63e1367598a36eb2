import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { duration, number } from '../view/format.ts';
import { Icon, IconButton } from './icons.tsx';
import { connection, cursor, goToStep, isReplaying, nowN, selectedUnit, stepIndex, steps } from './store.ts';

/** One step after the other, slowly enough to see it. */
const REPLAY_INTERVAL_MS = 450;

/** Steps back and forth through what happened to the selected unit, or, for a client, to all. */
export function Transport(): JSX.Element {
  const all = steps.value;
  const at = stepIndex.value;
  const unit = selectedUnit.value;
  const entry = all[at];
  const sinceMs = (entry?.t ?? 0) - (all[0]?.t ?? 0);
  const isAtEnd = at >= all.length - 1;
  useReplay();
  return (
    <div class="transport" role="toolbar" aria-label="Steps">
      <IconButton icon="first" label="First step (Home)" disabled={at <= 0} onClick={() => goToStep(0)} />
      <IconButton icon="back" label="Step back (←)" disabled={at <= 0} onClick={() => goToStep(at - 1)} />
      <IconButton
        icon={isReplaying.value ? 'pause' : 'play'}
        label={isReplaying.value ? 'Stop (r)' : 'Replay slowly (r)'}
        disabled={all.length < 2}
        onClick={replayOrStop}
      />
      <IconButton
        icon="forward"
        label="Step forward (→)"
        disabled={isAtEnd}
        onClick={() => goToStep(at + 1)}
      />
      <IconButton
        icon="last"
        label="Last step (End)"
        disabled={isAtEnd}
        onClick={() => goToStep(all.length - 1)}
      />
      <input
        type="range"
        class="scrubber"
        aria-label={
          unit === undefined || unit.machine === 'client' ? 'Steps of all actors' : 'Steps of this unit'
        }
        min={0}
        max={Math.max(0, all.length - 1)}
        value={Math.max(0, at)}
        onInput={({ currentTarget }) => goToStep(Number(currentTarget.value))}
      />
      <span class="step-count" id="step-count">
        {number(at + 1)} / {number(all.length)}
        <span class="dim"> +{duration(sinceMs)}</span>
      </span>
      {cursor.value !== undefined && connection.value === 'live' && (
        <button type="button" class="button small" onClick={() => (cursor.value = undefined)}>
          <Icon name="target" /> Now
        </button>
      )}
    </div>
  );
}

/** From the beginning, when there is nothing left to play. */
export function replayOrStop(): void {
  if (isReplaying.value) {
    isReplaying.value = false;
    return;
  }
  if (cursor.value === undefined || stepIndex.value >= steps.value.length - 1) goToStep(0);
  isReplaying.value = true;
}

function useReplay(): void {
  const isPlaying = isReplaying.value;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      if (stepIndex.value >= steps.value.length - 1) isReplaying.value = false;
      else goToStep(stepIndex.value + 1);
    }, REPLAY_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isPlaying, nowN.value === 0]);
}
