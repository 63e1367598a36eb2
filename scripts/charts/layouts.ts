import type { LayoutOptions } from 'elkjs/lib/elk-api.js';

/** Options of ELK for charts that come out better with others than the usual ones, by the machine's id. */
export const LAYOUTS: Readonly<Record<string, LayoutOptions>> = {};
