import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What the source says of the events of a machine: the comment above each member of its unions of events. */
export function eventDocs(path: URL): ReadonlyMap<string, string> {
  const source = ts.createSourceFile('machine.ts', readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const docs = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement) || !statement.name.text.endsWith('Event')) continue;
    const { type } = statement;
    const members = ts.isUnionTypeNode(type) ? type.types : [type];
    members.forEach((member, nth) => {
      // A member states its type as a literal, in an object or as an argument of a generic one.
      const name = /'([\w.]+)'/.exec(member.getText(source))?.[1];
      // The bar stands between a comment and its member, so the comment is no part of the latter.
      const before = source.text.slice(members[nth - 1]?.end ?? type.pos, member.getStart(source));
      const comment = /\/\*\*(.*?)\*\//s.exec(before)?.[1];
      if (name !== undefined && comment !== undefined)
        docs.set(name, comment.replaceAll(/\s*\n\s*\* ?/g, ' ').trim());
    });
  }
  return docs;
}
