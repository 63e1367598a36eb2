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

Every error is a \`TikvError\`. \`code\` is stable, messages are not. \`retryable\` says that running the same verb again
can succeed and does no harm. \`labels\` sort codes by kind. \`cause\` is what it came from, \`attempts\` what went wrong
on each try, oldest first; \`stage\` tells where a deadline or an abort struck.

Messages, \`util.inspect\` and JSON never show a key or a value: keys are named by their length and the beginning of
their SHA-256, and what looks like a key in a server's text is a question mark. Where an error is about a key it has
it in full as \`key\` (\`primary\`, \`parts\`), for code that asks for it by name.

${table(['Code', 'Class', 'Labels', 'What it means', 'What to do'], rows)}
`;
}
