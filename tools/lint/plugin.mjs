// Our own lint rules: allowed imports, file names, and what migrations may use.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse, sharedDrivers } from './import-rules.mjs';
import { migration } from './migration-rule.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pathOf = (context) => relative(root, context.filename).split(sep).join('/');

const imports = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{why}}' } },
  create(context) {
    const file = pathOf(context);
    const check = (node) => {
      if (typeof node?.value !== 'string') return;
      const why = refuse(file, node.value);
      if (why) context.report({ node, messageId: 'refused', data: { why } });
    };
    return {
      'ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression'(node) {
        check(node.source);
      },
      TSImportType: (node) => check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const packageRoot = new RegExp(`^(libs/[^/]+|apps/(${sharedDrivers.join('|')}))/src/index\\.ts$`);
const emptyRoles = /\.(services?|utils?|helpers?|dtos?|interfaces?)\.[mc]?[jt]s$/;
const emptyFolders = ['common', 'shared', 'utils', 'util', 'helpers'];

/** Why the file name is not allowed; undefined if it is. */
function refuseName(file) {
  const folders = file.split('/');
  const name = folders.pop();
  if (!name.split('.').every((part) => kebab.test(part))) return 'file names are kebab-case: noun.role.ts';
  if (emptyRoles.test(name))
    return 'name the use case or the thing: suffixes like .service, .util, .dto and .interface say nothing';
  const empty = folders.find((folder) => emptyFolders.includes(folder));
  if (empty) return `${empty}/ says nothing: put the file where it is used`;
  if (/^index\.[mc]?[jt]s$/.test(name) && !packageRoot.test(file)) {
    return 'index.ts stands only at the root of a package that others import';
  }
  return undefined;
}

const fileName = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{why}}' } },
  create(context) {
    return {
      Program(node) {
        const why = refuseName(pathOf(context));
        if (why) context.report({ node, loc: { line: 1, column: 0 }, messageId: 'refused', data: { why } });
      },
    };
  },
};

export default { meta: { name: 'waybill' }, rules: { imports, 'file-name': fileName, migration } };
