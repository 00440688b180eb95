import { describe, expect, it } from '@jest/globals';
import { httpSettings } from './http-settings.js';

const read = (text?: string) => httpSettings.safeParse(text === undefined ? {} : { CORS_ORIGINS: text });
const faults = (text: string) => read(text).error?.issues.map(({ message }) => message);
const refusal = (part: string, why: string) =>
  `must be origins such as \`https://shop.example\` or \`http://localhost:5173\`, or \`*\` (got "${part}": ${why})`;

describe('CORS_ORIGINS', () => {
  it.each([
    [undefined, undefined],
    ['*', ['*']],
    ['https://shop.example', ['https://shop.example']],
    ['https://shop.example, http://localhost:5173', ['https://shop.example', 'http://localhost:5173']],
    ['http://[::1]:8080', ['http://[::1]:8080']],
  ])('%s', (text, origins) => {
    expect(read(text).data).toEqual(origins ? { CORS_ORIGINS: origins } : {});
  });

  it.each([
    ['shop.example', 'it does not start with http:// or https://'],
    ['ftp://shop.example', 'it does not start with http:// or https://'],
    ['https://shop.example/', 'browsers send it as https://shop.example'],
    ['https://shop.example/cart', 'browsers send it as https://shop.example'],
    ['https://Shop.example:443', 'browsers send it as https://shop.example'],
    ['https://*.shop.example', 'wildcards are not allowed within an origin'],
    ['null', '`null` is the origin of sandboxed pages and local files of anybody'],
  ])('refuses %s', (text, why) => {
    expect(faults(text)).toEqual([refusal(text, why)]);
  });

  it('refuses `*` beside an origin, and names each fault once', () => {
    expect(faults('https://shop.example, *, null, null')).toEqual([
      refusal('*', '`*` stands for all origins, so it must stand alone'),
      refusal('null', '`null` is the origin of sandboxed pages and local files of anybody'),
    ]);
  });
});
