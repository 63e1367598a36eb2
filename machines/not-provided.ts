// Placeholders for what a chart leaves to whoever runs it: the client and the tests wire implementations of
// their own. A placeholder declares the type of the parameters; when it is called, something has not been
// wired, and it throws.

export const actionOf =
  <Params = undefined>(name: string) =>
  (_: unknown, _params: Params): void =>
    fail(name);

export const guardOf =
  <Params = undefined>(name: string) =>
  (_: unknown, _params: Params): boolean =>
    fail(name);

export const delayOf = (name: string) => (): number => fail(name);

function fail(name: string): never {
  throw new Error(`${name}: not provided`);
}
