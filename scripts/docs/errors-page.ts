import { ERROR_TABLE, type ErrorRow } from '../../src/model/errors.ts';
import { code, table } from './markdown.ts';

/** docs/errors.md, from the table of codes. */
export function errorsPage(): string {
  const rows = Object.entries<ErrorRow>(ERROR_TABLE).map(([name, { error, labels, meaning, remedy }]) => [
    code(name),
    code(error),
    labels.map(code).join(' '),
    meaning,
    remedy,
  ]);
  return `# Errors

Every error is a \`TikvError\`. \`code\` is stable, messages are not. \`retryable\` says that doing it again can
succeed and does no harm: the same call, or the whole transaction when the error comes from a transaction. (A write of a
bulk transaction whose wait has ended is still part of it: do not repeat that.) \`labels\` group codes by kind. \`cause\` is
the underlying error, \`attempts\` says what went wrong on each try, oldest first; \`stage\` says what the call was doing when
its deadline passed or it was aborted.

Messages, \`util.inspect\` and JSON never show a key or a value: keys are named by their length and the beginning of
their SHA-256, and what looks like a key in a server's text is replaced by a question mark. An error about a key has the
whole key as \`key\` (\`primary\`, \`parts\`), for code that asks for it by name.

${table(['Code', 'Class', 'Labels', 'What it means', 'What to do'], rows)}
`;
}
