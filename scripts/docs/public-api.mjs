import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ENTRIES = ['src/index.ts', 'machines/index.ts', 'src/testing/index.ts'];

/** The names users can reach: exports of the entry points, and `Export.member` for what classes and types have. */
export function publicApi() {
  const config = ts.parseConfigFileTextToJson(
    'tsconfig.json',
    ts.sys.readFile(`${root}tsconfig.json`),
  ).config;
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    ENTRIES.map((entry) => root + entry),
    options,
  );
  const checker = program.getTypeChecker();
  const names = new Set();
  for (const entry of ENTRIES) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(root + entry));
    for (const exported of checker.getExportsOfModule(module)) {
      names.add(exported.name);
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
      for (const member of members) names.add(`${exported.name}.${member.name}`);
    }
  }
  return names;
}
