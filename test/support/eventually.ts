import { vi } from 'vitest';

/** Longer than a busy machine may stand still, and shorter than the time of a test. */
export const PATIENCE = { timeout: 20_000, interval: 5 };

/** Resolves when this no longer throws. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, PATIENCE);
}
