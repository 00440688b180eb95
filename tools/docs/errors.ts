import { contractErrors } from '@waybill/contracts';
import type { ErrorType } from '@waybill/kernel';
import { serviceErrors } from '@waybill/platform';

export interface Refusing {
  readonly name: string;
  readonly errors?: Readonly<Record<string, ErrorType>>;
}

/** docs/errors.md, generated from the error tables of the services. */
export function errorsPage(apps: readonly Refusing[]): string {
  const own = apps
    .filter(({ errors = {} }) => Object.keys(errors).length > 0)
    .map(({ name, errors = {} }) => `## ${name}\n\n${table(errors)}`);
  return `# Error codes

Every error response is \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Programs should check \`code\`, which
is stable; \`title\` and \`detail\` are for people. Input that does not match the schema always returns 400, even for a code whose status below
is another one. The OpenAPI documents list the codes of each operation. \`npm run docs\` generates this page from the declarations in the
code.

## All services

${table({ ...serviceErrors, ...contractErrors })}

${own.join('\n\n')}
`;
}

function table(errors: Readonly<Record<string, ErrorType>>): string {
  const rows = Object.values(errors)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, status, description }) => `| \`${code}\` | ${status} | ${description} |`);
  return ['| code | status | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
