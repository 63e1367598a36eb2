/**
 * A machine that is made when it is first asked for, and is the same one ever after: that takes a millisecond or two,
 * which importing the client should not pay for charts that a process may never run.
 */
export function onFirstUse<M>(make: () => M): () => M {
  let machine: M | undefined;
  return () => {
    machine ??= make();
    return machine;
  };
}
