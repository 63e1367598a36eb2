import { buildPage } from '../../scripts/build-page.mjs';
import type { InspectorOptions } from '../../src/inspector/index.ts';
import { type Inspector, openInspector } from '../../src/inspector/open-inspector.ts';
import { pageFiles } from '../../src/inspector/server/page-files.ts';

let built: ReturnType<typeof buildPage> | undefined;

/** `startInspector` with the page as its sources are now: nothing has to be built before. */
export async function openInspectorFromSources(options?: InspectorOptions): Promise<Inspector> {
  built ??= buildPage();
  const { files } = await built;
  return openInspector(options, pageFiles(files));
}
