import type { Cluster } from '../../src/testing/index.ts';

/** All locks there are, those on a key in common one by one. */
export function locksOf(cluster: Cluster) {
  return cluster.locks().flatMap(({ key, lock }) => {
    const members = 'members' in lock ? [...lock.members.values()] : [lock];
    return members.map(({ startTs, type }) => ({ key, startTs, type }));
  });
}
