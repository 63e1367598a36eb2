import type { Anomaly, History } from '../history.ts';
import type { Versions } from './versions.ts';

/** All that was committed is of a transaction that some caller knows of. Not where somebody has written unrecorded. */
export function checkWriters({ transactions }: History, versions: Versions): Anomaly[] {
  const known = new Set(transactions.map(({ startTs }) => startTs));
  return [...versions.transactions]
    .filter((startTs) => !known.has(startTs))
    .map((startTs) => {
      const keys = versions.by(startTs).map(({ key }) => key);
      return { name: 'nobodys-write', detail: `${startTs} has committed ${keys}` };
    });
}
