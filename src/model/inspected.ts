/**
 * Name of the method by which parts of the client describe themselves to the local inspector. Keys and values
 * in a description are bytes, which the inspector shows or not. A registered symbol, so that the inspector of
 * another copy of the library finds it.
 */
export const INSPECTED: unique symbol = Symbol.for('tikv-client.inspected') as never;

/** May be implemented by opaque objects in the contexts of actors. Called only while somebody inspects. */
export interface Inspected {
  /** @internal */
  [INSPECTED](): Readonly<Record<string, unknown>>;
}
