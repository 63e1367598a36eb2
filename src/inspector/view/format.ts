/** A duration as people read it: `850 µs`, `4.2 ms`, `1.35 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 0) return '0 µs';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `12,345`. */
export function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** When it happened, by the clock on the wall: `20:15:07.123`. */
export function wallTime(startedAt: string, t: number): string {
  const at = new Date(Date.parse(startedAt) + t);
  if (Number.isNaN(at.getTime())) return duration(t);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`;
}

/** The last digits of a timestamp, which tell neighbours apart: `…6128`. */
export function shortTs(ts: string): string {
  return ts.length > 7 ? `…${ts.slice(-6)}` : ts;
}

/** When a timestamp was given, by PD's clock. Undefined for what is none. */
export function tsTime(ts: string): Date | undefined {
  if (!/^\d{16,20}$/.test(ts)) return undefined;
  const at = new Date(Number(BigInt(ts) >> 18n));
  return Number.isNaN(at.getTime()) ? undefined : at;
}
