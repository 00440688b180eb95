import { describe, expect, it } from '@jest/globals';
import { flaws } from './flaws.js';

const ROOM = 'libs/hotel/src/room.ts';
const SPEC = 'libs/hotel/src/room.spec.ts';
const GUEST = 'libs/hotel/src/guest.ts';
const FILES: Readonly<Record<string, string>> = {
  'docs/rooms.md': '# Rooms\n\n## What a night `costs`\n\n## Twice\n\n## Twice\n',
  [SPEC]: "readFileSync('docs/page.md')",
  [ROOM]:
    "export class Room {\n  // Quietly.\n  book(\n    night: string,\n  ): void {\n    this.record('room.booked', { night });\n  }\n}\n",
};

/** The flaws of a page in docs/ with this text. */
const found = (text: string) =>
  flaws('docs/page.md', {
    files: [...Object.keys(FILES), 'docs/page.md'],
    scripts: ['docs', 'docs:check'],
    read: (file) => (file === 'docs/page.md' ? text : FILES[file]!),
  }).map((flaw) => flaw.replace('docs/page.md: ', ''));
const fence = (info: string, ...lines: string[]) => ['```' + info, ...lines, '```'].join('\n');

describe('a page', () => {
  it.each([
    [
      'links',
      '[a page](rooms.md), [a folder](../libs/hotel/), [far](https://nestjs.com), [the forge](../../issues)',
    ],
    [
      'links to headings',
      '# Here\n\n[this](#here), [a heading](rooms.md#what-a-night-costs), [the second](rooms.md#twice-1)',
    ],
    ['paths', '`libs/hotel`, `libs/hotel/src/room.ts`, `room.ts`, `src/room.ts`, `libs/*/src`, `<name>.ts`'],
    ['code that is no path', '`GET /v1/rooms`, `order.placed`, `docs`'],
    ['names in files', `[\`Room\`](../${ROOM}), [\`Room.book\`](../${ROOM}), [\`room.ts\`](../${ROOM})`],
    ['commands', '`npm run docs`, `npm run --silent docs:check`'],
    [
      'a piece of a file',
      fence(`ts from=${ROOM}`, 'book(night: string): void {', "  this.record('room.booked', { night });"),
    ],
    ['pieces of a file', fence(`ts from=${ROOM}`, 'export class Room {', '  // …', '}')],
    ['what a test runs', fence(`ts run=${SPEC}`, 'book')],
    ['a file that it makes', `${fence(`ts file=${GUEST}`, 'export class Guest {}')}\n\n\`${GUEST}\` is new`],
  ])('may say %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['a page that is gone', '[gone](gone.md)', 'the link to gone.md leads nowhere'],
    ['half a folder', '[gone](../libs/hot)', 'the link to ../libs/hot leads nowhere'],
    ['a heading of another page', '[gone](rooms.md#thrice)', 'docs/rooms.md has no heading #thrice'],
    ['a heading of its own', '[gone](#here)', 'docs/page.md has no heading #here'],
    ['a folder', '`libs/gone`', 'there is no libs/gone'],
    ['a file', '`libs/hotel/src/gone.ts`', 'there is no libs/hotel/src/gone.ts'],
    ['a name of a file', '`gone.ts`', 'there is no gone.ts'],
    ['half a path', '`rc/room.ts`', 'there is no rc/room.ts'],
    ['a name in a file', `[\`Room.leave\`](../${ROOM})`, `${ROOM} has no Room.leave`],
    ['a command', '`npm run gone`', 'npm run knows no gone'],
    ['a piece of a file', fence(`ts from=${ROOM}`, 'book(): void {'), `${ROOM} does not say: book(): void {`],
    ['a piece of no file', fence('ts from=gone.ts', 'book'), 'there is no gone.ts'],
    [
      'a test that knows nothing of it',
      fence(`ts run=${ROOM}`, 'book'),
      `${ROOM} does not run a block of this page`,
    ],
    ['code from nowhere', fence('ts', 'book'), 'a block of ts says neither from= nor file= nor run=: book'],
  ])('is wrong about %s', (_, text, flaw) => {
    expect(found(text)).toEqual([flaw]);
  });
});

it('is refused as a decision whose number another one has', () => {
  const files = ['docs/adr/0022-leases.md', 'docs/adr/0022-flavors.md', 'docs/adr/0023-modes.md'];
  const repository = { files, scripts: [], read: () => '# Decided\n' };
  expect(files.flatMap((file) => flaws(file, repository))).toEqual([
    'docs/adr/0022-leases.md: docs/adr/0022-flavors.md has the same number',
    'docs/adr/0022-flavors.md: docs/adr/0022-leases.md has the same number',
  ]);
});
