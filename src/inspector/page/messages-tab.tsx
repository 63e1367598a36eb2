import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { duration, number } from '../view/format.ts';
import { type Lane, type Message, type Sequence, sequenceOf } from '../view/messages.ts';
import { cursor, nowN, selectedUnit, timeline } from './store.ts';

/** Of longer sequences the messages around the step shown. */
const MAX_MESSAGES = 300;
const ROW_HEIGHT = 40;
const HEAD_HEIGHT = 52;
const TIME_WIDTH = 54;
const LANE_WIDTH = 74;
const LOOP_WIDTH = 26;

const NONE: Sequence = { lanes: [], messages: [] };

const sequence = computed<Sequence>(() => {
  const unit = timeline.value && selectedUnit.value;
  return unit === undefined || unit.machine === 'client' ? NONE : sequenceOf(unit);
});

/** The sequence diagram of what is selected. */
export function MessagesTab(): JSX.Element {
  const { lanes, messages } = sequence.value;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(380);
  const at = messages.findLastIndex(({ n }) => n <= nowN.value);
  const from = Math.max(0, Math.min(at - MAX_MESSAGES / 2, messages.length - MAX_MESSAGES));
  const shown = messages.slice(from, from + MAX_MESSAGES);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const resized = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 380));
    resized.observe(frame.current);
    return () => resized.disconnect();
  }, []);
  useLayoutEffect(() => {
    const row = frame.current?.querySelector('.message.at');
    if (cursor.value !== undefined) row?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const laneWidth = Math.max(LANE_WIDTH, (width - TIME_WIDTH) / Math.max(1, lanes.length));
  const whole = TIME_WIDTH + laneWidth * lanes.length;
  return (
    <div ref={frame} class="sequence">
      {messages.length === 0 && <p class="empty">Choose a transaction to see what it sends to whom.</p>}
      {from > 0 && <p class="empty">{number(from)} messages before these.</p>}
      {messages.length > 0 && (
        <div class="sequence-sheet">
          <Lanes lanes={lanes} laneWidth={laneWidth} whole={whole} />
          <svg width={whole} height={shown.length * ROW_HEIGHT + 16}>
            <title>Messages, in order</title>
            {lanes.map(({ id }, nth) => (
              <line
                key={id}
                class="lifeline"
                x1={middle(nth, laneWidth)}
                x2={middle(nth, laneWidth)}
                y1={0}
                y2={shown.length * ROW_HEIGHT + 16}
              />
            ))}
            {shown.map((message, nth) => (
              <Arrow
                key={`${message.n} ${message.label} ${message.to}`}
                message={message}
                lanes={lanes}
                laneWidth={laneWidth}
                y={nth * ROW_HEIGHT + 26}
                sinceMs={message.t - (messages[0]?.t ?? 0)}
                isAt={from + nth === at}
                isToCome={from + nth > at}
              />
            ))}
          </svg>
        </div>
      )}
    </div>
  );
}

function middle(lane: number, laneWidth: number): number {
  return TIME_WIDTH + laneWidth * (lane + 0.5);
}

interface LanesProps {
  readonly lanes: readonly Lane[];
  readonly laneWidth: number;
  readonly whole: number;
}

function Lanes({ lanes, laneWidth, whole }: LanesProps): JSX.Element {
  return (
    <svg class="lanes" width={whole} height={HEAD_HEIGHT}>
      <title>Who takes part</title>
      {lanes.map(({ id, title, about, kind }, nth) => (
        <g key={id} class={`lane ${kind}`}>
          <title>{`${title} ${about}`}</title>
          <rect
            x={middle(nth, laneWidth) - laneWidth / 2 + 4}
            y={6}
            width={laneWidth - 8}
            height={HEAD_HEIGHT - 14}
            rx={6}
          />
          <text class="lane-title" x={middle(nth, laneWidth)} y={about === '' ? 29 : 23}>
            {fitting(title, laneWidth - 10, 5.9)}
          </text>
          <text class="lane-about" x={middle(nth, laneWidth)} y={37}>
            {fittingEnd(about, laneWidth - 12, 5.9)}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface ArrowProps {
  readonly message: Message;
  readonly lanes: readonly Lane[];
  readonly laneWidth: number;
  readonly y: number;
  readonly sinceMs: number;
  readonly isAt: boolean;
  readonly isToCome: boolean;
}

function Arrow({ message, lanes, laneWidth, y, sinceMs, isAt, isToCome }: ArrowProps): JSX.Element {
  const { n, from, to, label, detail, tone, isAnswer, isLost } = message;
  const places = [from, to].map((id) => lanes.findIndex((lane) => lane.id === id));
  const [a, b] = places.map((place) => middle(place, laneWidth)) as [number, number];
  const classes = [
    'message',
    `tone-${tone}`,
    isAnswer ? 'answer' : '',
    isLost ? 'lost' : '',
    isAt ? 'at' : '',
    isToCome ? 'to-come' : '',
  ];
  const isLoop = a === b;
  const room = isLoop ? laneWidth * 2 : Math.abs(b - a);
  const labelX = isLoop ? a + LOOP_WIDTH + 6 : (a + b) / 2;
  const goTo = () => (cursor.value = n);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons. Keys step through the messages, too.
    <g
      class={classes.filter(Boolean).join(' ')}
      role="button"
      tabIndex={-1}
      aria-label={`${label}${detail === '' ? '' : `, ${detail}`}, after ${duration(sinceMs)}`}
      onClick={goTo}
      onKeyDown={() => {}}
    >
      <title>{[label, detail].filter(Boolean).join('\n')}</title>
      <rect
        class="message-row"
        x={0}
        y={y - 25}
        width={TIME_WIDTH + laneWidth * lanes.length}
        height={ROW_HEIGHT}
      />
      <text class="message-time" x={TIME_WIDTH - 8} y={y + 4}>
        {duration(sinceMs)}
      </text>
      {isLoop ? (
        <path class="arrow" d={`M${a},${y - 6}h${LOOP_WIDTH - 6}a6,6 0 0 1 0,12h-${LOOP_WIDTH - 8}`} />
      ) : (
        <path class="arrow" d={`M${a},${y}L${isLost ? (a + 2 * b) / 3 : b + (b > a ? -2 : 2)},${y}`} />
      )}
      {isLost ? (
        <Cross x={(a + 2 * b) / 3} y={y} />
      ) : (
        <Head x={isLoop ? a + 2 : b} y={isLoop ? y + 6 : y} toRight={!isLoop && b > a} />
      )}
      <text class={`message-label${isLoop ? ' beside' : ''}`} x={labelX} y={isLoop ? y + 1 : y - 6}>
        {fitting(label, room - 6, 6.3)}
      </text>
      <text class={`message-detail${isLoop ? ' beside' : ''}`} x={labelX} y={isLoop ? y + 13 : y + 12}>
        {fitting(detail, room - 6, 5.3)}
      </text>
    </g>
  );
}

function Head({
  x,
  y,
  toRight,
}: {
  readonly x: number;
  readonly y: number;
  readonly toRight: boolean;
}): JSX.Element {
  const back = toRight ? -8 : 8;
  return <path class="arrow-head" d={`M${x},${y}l${back},-4v8z`} />;
}

function Cross({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
  return <path class="arrow" d={`M${x - 4},${y - 4}l8,8m0,-8l-8,8`} />;
}

/** As much of the end of a text as has room: of addresses the port tells most. */
function fittingEnd(text: string, room: number, charWidth: number): string {
  const chars = Math.floor(room / charWidth);
  return text.length <= chars ? text : `…${text.slice(text.length - Math.max(1, chars - 1))}`;
}

/** As much of a text as has room. */
function fitting(text: string, room: number, charWidth: number): string {
  const chars = Math.floor(room / charWidth);
  return text.length <= chars ? text : `${text.slice(0, Math.max(1, chars - 1))}…`;
}
