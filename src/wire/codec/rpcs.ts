export { healthRpcs } from './health-rpcs.ts';
export { pdRpcs } from './pd-rpcs.ts';
export { tikvRpcs } from './tikv-rpcs.ts';

/** The descriptors of all that a client asks seldom or never, and their codecs, loaded on first use. */
export const loadAdminRpcs = (): Promise<typeof import('./admin-rpcs.ts')> => import('./admin-rpcs.ts');
