/**
 * Under this name parts of the client tell the local inspector what they are about. Keys and values are bytes among
 * the facts: the inspector shows them or not. Registered, so that an inspector of another copy of the library sees it.
 */
export const INSPECTED: unique symbol = Symbol.for('tikv-client.inspected') as never;

/** What opaque objects in the contexts of actors may have. It is called only while somebody looks. */
export interface Inspected {
  /** @internal */
  [INSPECTED](): Readonly<Record<string, unknown>>;
}
