/** pdpb.ErrorType. */
export const pdErrorType = {
  unknown: 1,
  regionNotFound: 6,
  entryNotFound: 9,
  invalidValue: 10,
  dataCompacted: 11,
  regionsNotContainAllKeyRange: 12,
} as const;

/** A refusal that goes into the header of PD's answer. */
export class PdError extends Error {
  readonly type: number;

  constructor(type: number, message: string) {
    super(message);
    this.name = 'PdError';
    this.type = type;
  }
}
