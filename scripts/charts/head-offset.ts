import type { Area, Point } from './chart-layout.ts';

const PADDING = 10;
const STEP = 6;
/** Lines keep so far from what is written. */
const MARGIN = 5;

/**
 * How far to the right the head of an outer state is written, so that no line runs through it; 0 where every place is
 * crossed.
 * @param head how large what is written is, with its padding
 */
export function headOffset(
  state: Area,
  head: Pick<Area, 'width' | 'height'>,
  lines: readonly (readonly Point[])[],
): number {
  const segments = lines.flatMap((points) =>
    points.slice(1).map((to, nth) => [points[nth] as Point, to] as const),
  );
  for (let offset = 0; offset <= state.width - head.width; offset += STEP) {
    const left = state.x + offset + PADDING - MARGIN;
    const right = state.x + offset + head.width - PADDING + MARGIN;
    const [top, bottom] = [state.y + MARGIN, state.y + head.height + MARGIN];
    const isCrossed = segments.some(
      ([from, to]) =>
        Math.max(from.x, to.x) > left &&
        Math.min(from.x, to.x) < right &&
        Math.max(from.y, to.y) > top &&
        Math.min(from.y, to.y) < bottom,
    );
    if (!isCrossed) return offset;
  }
  return 0;
}
