/**
 * Makes a machine when it is first asked for, and gives the same one from then on. Making one takes a
 * millisecond or two, which importing the client should not cost for charts that a process may never run.
 */
export function onFirstUse<M>(make: () => M): () => M {
  let machine: M | undefined;
  return () => {
    machine ??= make();
    return machine;
  };
}
