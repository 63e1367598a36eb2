type ClientModule = typeof import('./open-client.ts');

let module: Promise<ClientModule> | undefined;

/**
 * The parts of a client other than its lower parts: two thirds of the library. The first `connect` loads them
 * while it waits for PD, so that importing the library does not have to.
 */
export function loadClient(): Promise<ClientModule> {
  module ??= import('./open-client.ts');
  return module;
}
