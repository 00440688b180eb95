import openapiTS, { type OpenAPI3, astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

/** A part of the generated types that services may share: the members of one interface or of one group of components. */
type Members = ReadonlyMap<string, string>;

interface Types {
  readonly paths: Members;
  readonly operations: Members;
  readonly components: ReadonlyMap<string, Members>;
}

const HEADER = '// Made from the OpenAPI documents by `npm run contracts`.\n';
const GROUPS = ['schemas', 'responses', 'parameters', 'headers'] as const;

/**
 * Generates the TypeScript types of @waybill/client from the OpenAPI documents of all services, by file name. Types that are the same
 * in every service, such as the routes of operators, are only in `shared`.
 */
export async function clientTypes(
  documents: ReadonlyMap<string, object>,
): Promise<ReadonlyMap<string, string>> {
  const services = new Map<string, Types>();
  for (const [name, document] of documents) services.set(name, await typesOf(document));
  const shared = sharedBy([...services.values()]);
  const own = [...services].map(([name, types]) => [name, fileOf(without(types, shared), 'own')] as const);
  return new Map([['shared', fileOf(shared, 'shared')], ...own]);
}

async function typesOf(document: object): Promise<Types> {
  // Fields with a default are optional.
  const ast = await openapiTS(document as OpenAPI3, { defaultNonNullable: false });
  const lines = (
    await format(withoutExamples(astToString(ast)), {
      ...(await resolveConfig(import.meta.filename)),
      parser: 'typescript',
    })
  ).split('\n');
  return {
    paths: membersIn(block(lines, 'export interface paths {', 0), 2),
    operations: membersIn(block(lines, 'export interface operations {', 0), 2),
    components: new Map(GROUPS.map((group) => [group, membersIn(block(lines, `  ${group}: {`, 2), 4)])),
  };
}

/** Removes examples, and members of type `never`. */
function withoutExamples(text: string): string {
  return text
    .replaceAll(/^ *\/\*\* @example .*\*\/\n/gm, '')
    .replaceAll(/^ *\*? *@example [^]*?(?=^ *\* @|^ *\*\/)/gm, '')
    .replaceAll(/^ *(get|put|post|delete|options|head|patch|trace|requestBody)\?: never;\n/gm, '')
    .replaceAll(/\/\*\*[\s*]*\*\/\s*/g, '');
}

/** The lines between the opening line of a block and its closing line with the same indentation. */
function block(lines: readonly string[], opening: string, indent: number): readonly string[] {
  const begin = lines.indexOf(opening);
  if (begin < 0) return [];
  const end = lines.findIndex(
    (line, index) => index > begin && /^ *\}/.test(line) && line.search(/\S/) === indent,
  );
  return lines.slice(begin + 1, end);
}

/** The members of a block, each with its comment, by name. */
function membersIn(lines: readonly string[], indent: number): Members {
  const members = new Map<string, string>();
  let begin = 0;
  lines.forEach((line, index) => {
    const isComment = /^ *(\/\*|\*)/.test(line);
    if (isComment || line.search(/\S/) !== indent || !line.endsWith(';')) return;
    const member = lines.slice(begin, index + 1);
    const named = member.find((one) => !/^ *(\/\*|\*)/.test(one) && one.search(/\S/) === indent) ?? '';
    members.set(named.trim().split(/\??:/)[0] ?? named, member.join('\n'));
    begin = index + 1;
  });
  return members;
}

/** The types that are the same in all services and refer to no others. */
function sharedBy(all: readonly Types[]): Types {
  const [first, ...others] = all;
  if (!first) return { paths: new Map(), operations: new Map(), components: new Map() };
  const common = (of: (types: Types) => Members | undefined): Map<string, string> =>
    new Map(
      [...(of(first) ?? [])].filter(([name, text]) => others.every((other) => of(other)?.get(name) === text)),
    );
  const shared = {
    paths: common(({ paths }) => paths),
    operations: common(({ operations }) => operations),
    components: new Map(GROUPS.map((group) => [group, common(({ components }) => components.get(group))])),
  };
  const groups = [shared.paths, shared.operations, ...shared.components.values()];
  for (let closed = false; !closed;) {
    closed = true;
    for (const group of groups)
      for (const [name, text] of group)
        if (!referencesIn(text).every((reference) => isIn(shared, reference)))
          closed = !group.delete(name) && closed;
  }
  return shared;
}

function referencesIn(text: string): { readonly group: string; readonly name: string }[] {
  const references = text.matchAll(/components\['(\w+)'\]\['([^']+)'\]|operations\['([^']+)'\]/g);
  return [...references].map(([, group = 'operations', component, operation]) => ({
    group,
    name: component ?? operation ?? '',
  }));
}

function isIn(
  { operations, components }: Types,
  { group, name }: { readonly group: string; readonly name: string },
): boolean {
  return (group === 'operations' ? operations : components.get(group))?.has(name) ?? false;
}

function without({ paths, operations, components }: Types, shared: Types): Types {
  const rest = (mine: Members, theirs: Members | undefined): Members =>
    new Map([...mine].filter(([name]) => !theirs?.has(name)));
  return {
    paths: rest(paths, shared.paths),
    operations: rest(operations, shared.operations),
    components: new Map(
      [...components].map(([group, members]) => [group, rest(members, shared.components.get(group))]),
    ),
  };
}

function fileOf({ paths, operations, components }: Types, kind: 'own' | 'shared'): string {
  const own = kind === 'own';
  const base = (name: string) => (own ? ` extends shared.${name}` : '');
  const groups = GROUPS.map((group) => {
    const members = `{\n${[...(components.get(group) ?? new Map()).values()].join('\n')}\n}`;
    return `${group}: ${own ? `shared.components['${group}'] & ` : ''}${members};`;
  });
  return [
    HEADER,
    own ? `import type * as shared from './shared.js';\n` : '',
    `export interface paths${base('paths')} {\n${[...paths.values()].join('\n')}\n}`,
    `export interface components {\n${groups.join('\n')}\n}`,
    `export interface operations${base('operations')} {\n${[...operations.values()].join('\n')}\n}`,
  ].join('\n');
}
