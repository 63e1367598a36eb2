import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHART_STYLE } from '../../src/inspector/charts/chart-style.ts';
import { CHARTS } from '../../src/inspector/charts/generated/charts.ts';
import { launchChromium } from '../support/chromium.ts';

/** What is used of an element: this program is typed without a DOM. */
interface Group {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  querySelector(selector: string): Group | null;
  querySelectorAll(selector: string): Iterable<Group>;
}

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
});
afterAll(() => browser.close());

// Widths of texts are worked out without a browser, and must hold in one.
it.each(CHARTS.map((chart) => [chart.id, chart] as const))(
  'every text of %s fits its box',
  async (_, chart) => {
    await page.setContent(`<style>${CHART_STYLE}</style>${chart.svg}`);
    const outside = await page.$$eval('.chart', ([drawing]: Group[]) => {
      const over: (string | null)[] = [];
      for (const group of drawing?.querySelectorAll('.chart-state, .chart-head, .chart-edge') ?? []) {
        const of = group.getAttribute('data-of');
        const owner = of === null ? group : drawing?.querySelector(`[data-state="${of}"]`);
        const box = owner?.querySelector('rect')?.getBoundingClientRect();
        for (const text of group.querySelectorAll('text:not(.chart-count)')) {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          const fits =
            box && left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom;
          if (!fits) over.push(text.textContent);
        }
      }
      return over;
    });
    expect(outside).toEqual([]);
  },
);
