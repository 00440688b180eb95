import { z } from 'zod';

const ANY = '*';
const EXAMPLE = '`https://shop.example` or `http://localhost:5173`';

/** Why browsers would never send this text as the origin of a page; undefined if it is an origin. */
function faultOf(text: string): string | undefined {
  if (text === 'null') return '`null` is the origin of sandboxed pages and local files of anybody';
  if (text.includes('*')) return 'wildcards are not allowed within an origin';
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return 'it does not start with http:// or https://';
  return url.origin === text ? undefined : `browsers send it as ${url.origin}`;
}

const origins = z.string().transform((text, context): readonly string[] => {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 1 && parts[0] === ANY) return parts;
  for (const part of new Set(parts)) {
    const fault = part === ANY ? '`*` stands for all origins, so it must stand alone' : faultOf(part);
    if (fault !== undefined)
      context.addIssue(`must be origins such as ${EXAMPLE}, or \`*\` (got "${part}": ${fault})`);
  }
  return parts;
});

/** Settings of the HTTP interface. */
export const httpSettings = z.object({
  CORS_ORIGINS: origins.optional().meta({
    description:
      'Origins whose pages may call this API from a browser, comma separated: `https://shop.example`, with the port if it is not the default one. `*` allows all pages; they still need a token, and cookies are never used. Default: none',
  }),
});
