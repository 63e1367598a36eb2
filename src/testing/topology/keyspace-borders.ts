import { encodeKey, type Key } from '../mvcc/key.ts';

/**
 * Borders that give a keyspace regions of its own: before and after its raw and its transactional keys.
 *
 * @see PD pkg/keyspace/util.go, MakeRegionBound
 */
export function keyspaceBorders(id: number): readonly Key[] {
  return ['r', 'x'].flatMap((mode) => [encodeKey(prefix(mode, id)), encodeKey(prefix(mode, id + 1))]);
}

function prefix(mode: string, id: number): Key {
  return mode + String.fromCharCode((id >> 16) & 0xff, (id >> 8) & 0xff, id & 0xff);
}
