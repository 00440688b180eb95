import openapiTS, { type OpenAPI3, astToString } from 'openapi-typescript';

/** The TypeScript of a service's OpenAPI document, for @waybill/client. */
export async function clientTypes(document: object): Promise<string> {
  const types = await openapiTS(document as OpenAPI3, {
    // What has a default may be left out.
    defaultNonNullable: false,
  });
  return `// Made from the OpenAPI document by \`npm run contracts\`.\n${astToString(types)}`;
}
