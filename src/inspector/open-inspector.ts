import { UsageError } from '../model/errors.ts';
import { Collector } from './collect/collector.ts';
import { type InspectorEnvironment, systemEnvironment } from './environment.ts';
import { type InspectorOptions, resolveOptions } from './options.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import type { Recording } from './recording/recording.ts';
import { InspectorServer, type ServerOptions, type Source } from './server/inspector-server.ts';
import type { PageFiles } from './server/page-files.ts';
import { PageStream } from './server/page-stream.ts';

/** An open inspector. */
export interface Inspector extends AsyncDisposable {
  /** Where its page is, token included: who has it sees what the page shows. */
  readonly url: string;
  /** What `connect` takes as `inspect`, for any number of clients, and `createActor` for machines of your own. */
  readonly inspect: Collector['inspect'];
  /** What is recorded so far: write it to a file as JSON, and `npx tikv-client inspect` opens it. */
  recording(): Recording;
  /** Ends the pages' connections and listens no more. What clients still tell is dropped. */
  close(): Promise<void>;
}

/** How often pages are told what is new. */
const UPDATE_INTERVAL_MS = 100;

/** How long a close waits for pages to take what they are told last. */
const FAREWELL_MS = 1000;

/** Opens an inspector with a page. @throws UsageError for options, and when its port cannot be listened on */
export async function openInspector(
  given: InspectorOptions | undefined,
  files: PageFiles,
  environment: InspectorEnvironment = systemEnvironment(),
): Promise<Inspector> {
  const options = resolveOptions(given);
  const begin = environment.now();
  const now = () => environment.now() - begin;
  const collector = new Collector({
    visibility: { keys: options.showKeys, values: options.showValues },
    maxEntriesPerSecond: options.maxEntriesPerSecond,
    maxBytes: options.maxRecordingBytes,
    version: PACKAGE_VERSION,
    startedAt: new Date(environment.wallMs()),
    now,
  });
  const streams = new Set<PageStream>();
  const server = await listen(options, files, environment, {
    recording: () => JSON.stringify(collector.recording()),
    stream: (response, after) => {
      const stream = new PageStream(response, collector, after, now);
      streams.add(stream);
      response.on('close', () => streams.delete(stream));
      stream.update();
    },
  });
  const stopUpdating = environment.every(UPDATE_INTERVAL_MS, () => {
    if (streams.size === 0) return;
    collector.catchUp();
    for (const stream of streams) stream.update();
  });
  const shut = async () => {
    stopUpdating();
    const taken = Promise.all([...streams].map((stream) => stream.end()));
    let stopWaiting = () => {};
    const patience = new Promise<void>((resolve) => {
      stopWaiting = environment.after(FAREWELL_MS, resolve);
    });
    await Promise.race([taken, patience]);
    stopWaiting();
    await server.close();
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= shut();
    return closed;
  };
  const { url } = server;
  if (!options.quiet) process.stderr.write(`tikv-client inspector: ${url}\n`);
  return {
    url,
    inspect: (event) => {
      if (closed === undefined) collector.inspect(event);
    },
    recording: () => collector.recording(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Opens a page that shows a recording. @param text as it was exported @param name what the page calls it */
export function openRecording(
  text: string,
  name: string,
  options: ServerOptions,
  files: PageFiles,
): Promise<InspectorServer> {
  return listen(options, files, systemEnvironment(), {
    recording: () => text,
    stream: (response) => {
      response.end(`event: recording\ndata: ${JSON.stringify({ name })}\n\n`);
    },
  });
}

async function listen(
  options: ServerOptions,
  files: PageFiles,
  environment: InspectorEnvironment,
  source: Source,
): Promise<InspectorServer> {
  try {
    return await InspectorServer.listen(options, files, source, environment);
  } catch (cause) {
    const { host, port } = options;
    throw new UsageError(
      `The inspector cannot listen on port ${port} of ${host}: ${(cause as Error).message}`,
    );
  }
}
