import type { Anomaly } from './history.ts';

/** Collects promises that reject unheard, for as long as one seed runs. */
export class RejectionWatch {
  readonly #rejections: Anomaly[] = [];
  readonly #add = (error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#rejections.push({ name: 'unhandled-rejection', detail });
  };

  constructor() {
    process.on('unhandledRejection', this.#add);
  }

  end(): readonly Anomaly[] {
    process.off('unhandledRejection', this.#add);
    return this.#rejections;
  }
}
