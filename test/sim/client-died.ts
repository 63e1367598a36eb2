/** Thrown into a session whose client died under it: it will never hear what became of its call. */
export class ClientDied extends Error {}
