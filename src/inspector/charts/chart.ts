/*
 * Charts as they are drawn. `npm run generate:docs` walks every machine of machines/index.ts, lays it out and writes
 * one module for each into ./generated; `generated/charts.ts` lists them by the machine's id, which is what an
 * actor's logic has as `id`. Nothing is laid out in a browser.
 *
 * How a page shows one:
 *
 * - `element.innerHTML = chart.svg`, with `CHART_STYLE` in the page's own style sheet: the drawing has no `<style>`
 *   and no `style` attributes, so a strict content security policy lets it through. It has a `viewBox` and a size.
 * - Colours are custom properties, each with a light default, read from any element around the drawing. For dark,
 *   set those of `CHART_DARK` there. The font is part of the layout: `CHART_STYLE` sets it.
 * - A state is `<g class="chart-state atomic|compound|final" data-state="committing.prewriting">`, with a class
 *   `tag-…` for each of its tags. The machine itself has its id for a path. Give it the class `active` or `visited`.
 * - A transition is a `<text class="chart-transition" data-edge="…">`, or several where it takes several lines;
 *   `data-edge` is `edgeName` (src/actor/chart-names.ts) of the transition, as `_transitions` of the inspection event
 *   `@xstate.microstep` has it. It lies in a `<g class="chart-edge" data-source="…" data-target="…">` with the line
 *   that it shares with others between the same two states. A transition without a target lies in the box of its
 *   state. Give `taken` or `last` to the edge and to the transition.
 * - A state has an empty `<text class="chart-count">` in its corner: put a number into it, and give the state the class
 *   `counted`.
 */

/** A state of a chart. */
export interface ChartState {
  /** From the machine down, such as `committing.prewriting`; the machine's id for itself. */
  readonly path: string;
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Path of the state around it; absent for the machine. */
  readonly parent?: string;
  /** Path of the state that is entered with it. */
  readonly initial?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Names of actions, with what they are given where that is fixed: `prewrite(1pc)`. */
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  /** Names of child actors that run while it is active. */
  readonly invokes: readonly string[];
  /** The function of client-go or PD that it follows. */
  readonly source?: string;
  /** Rows of the backoff table by which it waits. */
  readonly backoff?: readonly string[];
}

/** A transition of a chart. */
export interface ChartEdge {
  /** Unique in its chart, and stable: see `edgeName`. */
  readonly id: string;
  readonly source: string;
  /** Absent when the state stays as it is. */
  readonly target?: string;
  /** Type of the event, `after` and the name of a delay, `done`, or `always`. */
  readonly event: string;
  /** Its place among the transitions of the state for the same event. */
  readonly index: number;
  readonly guard?: string;
  /** It is what happens when no guard before it holds. */
  readonly isElse: boolean;
  readonly actions: readonly string[];
  readonly reenter: boolean;
}

export interface Chart {
  /** The machine's. */
  readonly id: string;
  /** Outer states before inner ones. */
  readonly states: readonly ChartState[];
  /** In the order of the chart. */
  readonly edges: readonly ChartEdge[];
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}
