export { healthRpcs } from './health-rpcs.ts';
export { pdRpcs } from './pd-rpcs.ts';

type AdminRpcs = typeof import('./admin-rpcs.ts');

let adminRpcs: Promise<AdminRpcs> | undefined;

/** The descriptors of what a client rarely or never asks for, and their codecs, loaded on first use. */
export function loadAdminRpcs(): Promise<AdminRpcs> {
  adminRpcs ??= import('./admin-rpcs.ts');
  return adminRpcs;
}
