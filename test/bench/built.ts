import type * as client from '../../src/index.ts';
import type * as inspector from '../../src/inspector/index.ts';

const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url);

/** Where the built package begins: what users import is measured, not what a loader makes of its sources. */
export const BUILT_INDEX = built('src/index.js').href;

/** The embedded cluster as a program. */
export const BUILT_CLUSTER = built('src/testing/main.js').pathname;

export const { connect } = (await import(BUILT_INDEX)) as typeof client;

/** Loaded when it is asked for, as users do. */
export const loadInspector = () => import(built('src/inspector/index.js').href) as Promise<typeof inspector>;
