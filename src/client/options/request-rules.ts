import { isBag, isName, isText, rules } from './option-rules.ts';

const SOURCE_FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isText,
  explicitType: isText,
  internal: (value) => typeof value === 'boolean',
};

function isRequestSource(value: unknown): boolean {
  if (!isBag(value)) return false;
  return Object.entries(value).every(
    ([name, field]) =>
      Object.hasOwn(SOURCE_FIELDS, name) && (field === undefined || SOURCE_FIELDS[name]?.(field) === true),
  );
}

/** Rules of RequestSettings. */
export const REQUEST_RULES = {
  priority: rules.oneOf('low', 'normal', 'high'),
  resourceGroup: {
    is: 'the name of a resource group, without lone surrogates',
    check: isName,
  },
  resourceGroupTag: {
    is: 'a Uint8Array or a function that returns one',
    check: (value: unknown) => value instanceof Uint8Array || typeof value === 'function',
  },
  requestSource: {
    is: 'an object with type, explicitType and internal, the texts without lone surrogates',
    check: isRequestSource,
  },
  interceptors: {
    is: 'an array of functions',
    check: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'function'),
  },
};

/** Rules of WriteSettings. */
export const WRITE_SETTINGS_RULES = {
  ...REQUEST_RULES,
  diskFull: rules.oneOf('refuse', 'almostFull', 'full'),
  syncLog: rules.flag,
  txnSource: {
    is: 'a bigint of 64 bits, 0n or more',
    check: (value: unknown) => typeof value === 'bigint' && value >= 0n && value < 2n ** 64n,
  },
};
