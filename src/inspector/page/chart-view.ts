import type { Chart } from '../charts/chart.ts';

/** What a drawing is to show of one actor. Paths and edges are as recordings name them. */
export interface Lighting {
  readonly active: string;
  readonly visited: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  /** Taken by the last step. */
  readonly last: ReadonlySet<string>;
  /** How many actors of the machine are in a state now. */
  readonly counts: ReadonlyMap<string, number>;
  /** Words below a state: how long the actor was in it. */
  readonly times: ReadonlyMap<string, string>;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const MIN_SCALE = 0.1;
const MAX_SCALE = 2.5;
/** Small enough to see where things go from here, large enough to read. */
const READING_SCALE = 0.78;
/** Below it labels cannot be read, and only clutter. */
const FAR_SCALE = 0.5;
const MARGIN = 16;

/** One chart on the page: its lights, and which part of it is in view. */
export class ChartView {
  readonly chart: Chart;
  readonly #frame: HTMLElement;
  readonly #sheet: HTMLElement;
  readonly #states = new Map<string, Element>();
  readonly #transitions = new Map<string, Element[]>();
  readonly #pointers = new Map<number, { x: number; y: number }>();
  readonly #onMoved: () => void;
  #scale = 1;
  #x = 0;
  #y = 0;

  /** @param onMoved told when somebody moves the chart by hand */
  constructor(frame: HTMLElement, chart: Chart, onMoved: () => void) {
    this.chart = chart;
    this.#frame = frame;
    this.#onMoved = onMoved;
    this.#sheet = document.createElement('div');
    this.#sheet.className = 'chart-sheet';
    this.#sheet.innerHTML = chart.svg;
    frame.replaceChildren(this.#sheet);
    for (const state of frame.querySelectorAll('[data-state]')) {
      this.#states.set((state as SVGElement).dataset.state ?? '', state);
    }
    for (const transition of frame.querySelectorAll('[data-edge]')) {
      const id = (transition as SVGElement).dataset.edge ?? '';
      this.#transitions.set(id, [...(this.#transitions.get(id) ?? []), transition]);
    }
    frame.onwheel = (event) => this.#onWheel(event);
    frame.onpointerdown = (event) => this.#onPointerDown(event);
    frame.onpointermove = (event) => this.#onPointerMove(event);
    frame.onpointerup = (event) => this.#pointers.delete(event.pointerId);
    frame.onpointercancel = frame.onpointerup;
  }

  light({ active, visited, taken, last, counts, times }: Lighting): void {
    for (const [path, element] of this.#states) {
      element.classList.toggle('active', isOrIsAround(path, active));
      element.classList.toggle('visited', visited.has(path));
      const count = counts.get(path) ?? 0;
      element.classList.toggle('counted', count > 0);
      const label = element.querySelector('.chart-count');
      if (label !== null) label.textContent = count > 0 ? shortCount(count) : '';
      this.#writeTime(element, times.get(path));
    }
    for (const edge of this.#frame.querySelectorAll('.chart-edge')) edge.classList.remove('taken', 'last');
    for (const [id, elements] of this.#transitions) {
      for (const element of elements) {
        element.classList.toggle('taken', taken.has(id));
        element.classList.toggle('last', last.has(id));
        const edge = element.closest('.chart-edge');
        if (taken.has(id)) edge?.classList.add('taken');
        if (last.has(id)) edge?.classList.add('last');
      }
    }
  }

  /** All of it, as large as it fits. */
  showWhole(): void {
    const { width, height } = this.chart;
    const scale = this.#fit();
    const { clientWidth, clientHeight } = this.#frame;
    this.#place(
      scale,
      (clientWidth - width * scale) / 2,
      Math.max(MARGIN, (clientHeight - height * scale) / 2),
    );
  }

  /** The state in the middle, large enough to read. */
  follow(path: string): void {
    const box = this.#boxOf(path);
    if (box === undefined) {
      this.showWhole();
      return;
    }
    const { width, height } = this.chart;
    const { clientWidth, clientHeight } = this.#frame;
    const scale = Math.max(this.#fit(), Math.min(READING_SCALE, clientWidth / (box.width + 120)));
    const x = within(clientWidth / 2 - (box.x + box.width / 2) * scale, clientWidth, width * scale);
    const y = within(clientHeight / 2 - (box.y + box.height / 2) * scale, clientHeight, height * scale);
    this.#place(scale, x, y);
  }

  zoom(factor: number, x = this.#frame.clientWidth / 2, y = this.#frame.clientHeight / 2): void {
    const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, this.#scale * factor));
    const by = scale / this.#scale;
    this.#onMoved();
    this.#place(scale, x - (x - this.#x) * by, y - (y - this.#y) * by);
  }

  pan(dx: number, dy: number): void {
    this.#onMoved();
    this.#place(this.#scale, this.#x + dx, this.#y + dy);
  }

  #fit(): number {
    const { clientWidth, clientHeight } = this.#frame;
    const { width, height } = this.chart;
    return Math.max(
      MIN_SCALE,
      Math.min(1, (clientWidth - 2 * MARGIN) / width, (clientHeight - 2 * MARGIN) / height),
    );
  }

  #place(scale: number, x: number, y: number): void {
    this.#scale = scale;
    this.#x = x;
    this.#y = y;
    this.#frame.classList.toggle('far', scale < FAR_SCALE);
    this.#sheet.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  #boxOf(path: string): Box | undefined {
    const rect = this.#states.get(path)?.querySelector('.chart-box');
    if (rect === null || rect === undefined) return undefined;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) =>
      Number(rect.getAttribute(name)),
    );
    return { x, y, width, height } as Box;
  }

  #writeTime(element: Element, words: string | undefined): void {
    let label = element.querySelector('.chart-time');
    if (words === undefined) {
      label?.remove();
      return;
    }
    if (label === null) {
      const rect = element.querySelector('.chart-box');
      label = document.createElementNS(SVG, 'text');
      label.setAttribute('class', 'chart-time');
      label.setAttribute(
        'x',
        String(Number(rect?.getAttribute('x')) + Number(rect?.getAttribute('width')) - 8),
      );
      label.setAttribute(
        'y',
        String(Number(rect?.getAttribute('y')) + Number(rect?.getAttribute('height')) + 4),
      );
      element.append(label);
    }
    label.textContent = words;
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.#frame.getBoundingClientRect();
    // A pinch on a touchpad arrives as a wheel with Control.
    if (event.ctrlKey || event.metaKey) {
      this.zoom(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top);
    } else this.pan(-event.deltaX, -event.deltaY);
  }

  #onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#frame.setPointerCapture(event.pointerId);
  }

  #onPointerMove(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    const now = { x: event.clientX, y: event.clientY };
    this.#pointers.set(event.pointerId, now);
    if (other === undefined) {
      this.pan(now.x - before.x, now.y - before.y);
      return;
    }
    const { left, top } = this.#frame.getBoundingClientRect();
    const by = distance(now, other) / Math.max(1, distance(before, other));
    this.zoom(by, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
  }
}

/** Where to put something so that it is in view: it is moved no further than its ends, and centred if it is small. */
function within(wanted: number, room: number, size: number): number {
  if (size + 2 * MARGIN <= room) return (room - size) / 2;
  return Math.min(MARGIN, Math.max(room - size - MARGIN, wanted));
}

function isOrIsAround(path: string, active: string): boolean {
  return active === path || active.startsWith(`${path}.`);
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Three characters at most: `7`, `128`, `12k`. */
function shortCount(count: number): string {
  return count < 1000 ? String(count) : `${Math.round(count / 1000)}k`;
}
