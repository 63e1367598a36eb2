type ClientModule = typeof import('./open-client.ts');

let module: Promise<ClientModule> | undefined;

/**
 * What a client is made of beyond its lower parts: two thirds of the library. The first `connect` loads it while PD is
 * being asked, so that importing the library does not wait for it.
 */
export function loadClient(): Promise<ClientModule> {
  module ??= import('./open-client.ts');
  return module;
}
