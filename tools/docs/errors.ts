import { contractErrors } from '@waybill/contracts';
import type { ErrorType } from '@waybill/kernel';
import { serviceErrors } from '@waybill/platform';

export interface Refusing {
  readonly name: string;
  readonly errors?: Readonly<Record<string, ErrorType>>;
}

/** The page of all error codes, from the tables in which they are declared. */
export function errorsPage(apps: readonly Refusing[]): string {
  const own = apps
    .filter(({ errors = {} }) => Object.keys(errors).length > 0)
    .map(({ name, errors = {} }) => `## ${name}\n\n${table(errors)}`);
  return `# Error codes

Every error is answered as \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Decide by its \`code\`: codes are
stable, \`title\` and \`detail\` are for people. Input that breaks a schema is always answered with 400, whatever the status of the code is
when a rule refuses. The OpenAPI documents say which codes each operation can answer with. This page is made from the declarations
by \`npm run docs\`.

## All services

${table({ ...serviceErrors, ...contractErrors })}

${own.join('\n\n')}
`;
}

function table(errors: Readonly<Record<string, ErrorType>>): string {
  const rows = Object.values(errors)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, status, description }) => `| \`${code}\` | ${status} | ${description} |`);
  return ['| code | status | when |', '| --- | --- | --- |', ...rows].join('\n');
}
