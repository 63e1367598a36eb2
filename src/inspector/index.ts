/**
 * To watch a client at work: {@link startInspector} opens a page on this machine, {@link stately} passes what
 * happens on to Stately's inspector.
 * @module tikv-client/inspector
 */
import { type Inspector, openInspector } from './open-inspector.ts';
import type { InspectorOptions } from './options.ts';
import { builtPage } from './server/page-files.ts';

export type { Inspector } from './open-inspector.ts';
export type { InspectorOptions } from './options.ts';
export type {
  ActorStatus,
  EdgeShape,
  Entry,
  EntryBase,
  Json,
  JsonObject,
  MachineShape,
  Recording,
  RecordingHead,
  StartEntry,
  StateShape,
  StepEntry,
} from './recording/recording.ts';
export { type StatelyInspector, type StatelyStream, stately } from './stately.ts';
export type { StatelyOptions } from './stately-options.ts';

/**
 * Opens the local inspector and prints its address: a page that shows the actors of clients at work, what state each
 * is in, what they send and what becomes of it. It records while no page is open, too. Nothing leaves the machine.
 *
 * @throws UsageError for options that cannot be meant, and when the port cannot be listened on
 * @example
 * import { startInspector } from 'tikv-client/inspector';
 *
 * await using inspector = await startInspector();
 * await using tikv = await connect({ endpoints: ['127.0.0.1:2379'], inspect: inspector.inspect });
 */
export async function startInspector(options?: InspectorOptions): Promise<Inspector> {
  return openInspector(options, await builtPage());
}
