import { matchesGlob, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Token, Tokens } from 'marked';
import { blockOf, plain, tokensOf } from './markdown.js';
import type { Repository } from './repository.js';

const SOURCE = /\.(ts|mjs|js|sh|sql|yml|json)$/;
const FILE_NAME = /^[\w.@*<>{},/-]+\.(ts|mjs|md|sh|sql|yml|json|html)$/;

/**
 * Finds statements of a page that are not true of the repository: links and anchors without a target; paths in backticks that do not
 * exist; links whose text is code that their file does not contain; unknown `npm run` commands. A block of TypeScript must name the file
 * that contains it (`ts from=libs/kernel/src/money.ts`; `// …` stands for omitted lines), the file that it creates (`file=`), or the
 * test that runs it (`run=`). Two ADRs must not have the same number.
 */
export function flaws(page: string, repository: Repository): string[] {
  const text = repository.read(page);
  const tokens = tokensOf(text);
  const made = tokens.flatMap((token) =>
    token.type === 'code' ? (blockOf(token as Tokens.Code).file ?? []) : [],
  );
  const files = [...repository.files, ...made];
  const commands = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
    ([, command = '']) => command,
  );
  const found = [
    ...sameNumber(page, repository.files),
    ...tokens.flatMap(tokenFlaws),
    ...commands
      .filter((name) => !repository.scripts.includes(name))
      .map((name) => `npm run knows no ${name}`),
  ];
  return [...new Set(found)].map((flaw) => `${page}: ${flaw}`);

  function tokenFlaws(token: Token): string[] {
    if (token.type === 'link') return linkFlaws(token as Tokens.Link);
    if (token.type === 'code') return blockFlaws(token as Tokens.Code);
    return token.type === 'codespan' && !isThere((token as Tokens.Codespan).text)
      ? [`there is no ${(token as Tokens.Codespan).text}`]
      : [];
  }

  function linkFlaws({ href, tokens: inside }: Tokens.Link): string[] {
    if (/^[a-z]+:/.test(href)) return [];
    const [path = '', anchor] = decodeURI(href).split('#');
    const target = path ? posix.join(posix.dirname(page), path).replace(/\/$/, '') : page;
    // Links above the root lead to the hosting site, for example to issues and advisories.
    if (target.startsWith('..')) return [];
    if (!files.some((file) => file === target || file.startsWith(`${target}/`)))
      return [`the link to ${href} leads nowhere`];
    if (anchor !== undefined && !anchorsOf(target).includes(anchor))
      return [`${target} has no heading #${anchor}`];
    const [only, ...more] = inside;
    if (only?.type !== 'codespan' || more.length > 0 || !SOURCE.test(target) || made.includes(target))
      return [];
    const name = (only as Tokens.Codespan).text;
    return `/${target}`.endsWith(`/${name}`) || names(repository.read(target), name)
      ? []
      : [`${target} has no ${name}`];
  }

  function anchorsOf(file: string): string[] {
    const slugger = new GithubSlugger();
    return tokensOf(repository.read(file)).flatMap((token) =>
      token.type === 'heading' ? [slugger.slug(plain(token.tokens ?? []))] : [],
    );
  }

  /** Whether the path exists, from the root or from the page. A file name or the end of a path may be anywhere. */
  function isThere(span: string): boolean {
    const [root = ''] = span.split('/');
    const isPath =
      span.includes('/') && /^[^\s:]+$/.test(span) && files.some((file) => file.startsWith(`${root}/`));
    if (!isPath && !FILE_NAME.test(span)) return true;
    const pattern = span.replace(/<\w+>/g, '*').replace(/\/$/, '');
    return files.some((file) =>
      [pattern, `**/${pattern}`, `${pattern}/**`, `**/${pattern}/**`].some((glob) => matchesGlob(file, glob)),
    );
  }

  function blockFlaws(code: Tokens.Code): string[] {
    const { language, from, file, run } = blockOf(code);
    if (run) return runs(run) ? [] : [`${run} does not run a block of this page`];
    if (from) {
      if (!files.includes(from)) return [`there is no ${from}`];
      const source = bare(repository.read(from));
      return code.text
        .split(/^\s*\/\/ …$/m)
        .filter((part) => !source.includes(bare(part)))
        .map((part) => `${from} does not say: ${part.trim()}`);
    }
    return language === 'ts' && !file
      ? [`a block of ts says neither from= nor file= nor run=: ${code.text}`]
      : [];
  }

  function runs(spec: string): boolean {
    return files.includes(spec) && repository.read(spec).includes(posix.basename(page));
  }
}

/** Other ADRs with the number of this one: `docs/adr/0022-…`. */
function sameNumber(page: string, files: readonly string[]): string[] {
  const number = /^docs\/adr\/\d{4}-/.exec(page)?.[0];
  if (number === undefined) return [];
  return files
    .filter((file) => file !== page && file.startsWith(number))
    .map((file) => `${file} has the same number`);
}

/** Whether a text contains this name, or all parts of a name such as `Order.cancel`. */
function names(text: string, name: string): boolean {
  if (text.includes(name)) return true;
  const words = name.match(/[\w$-]+/g) ?? [];
  return words.length > 0 && words.every((word) => new RegExp(`(?<![\\w$])${word}(?![\\w$])`).test(text));
}

/** Code without whitespace and trailing commas, which depend on the formatter. */
function bare(code: string): string {
  return code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');
}
