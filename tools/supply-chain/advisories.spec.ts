import { expect, it } from '@jest/globals';
import { verdictOn } from './advisories.js';

const advisory = { title: 'Denial of service', url: 'https://github.com/advisories/GHSA-1' };
const found = (severity: string) => ({
  vulnerabilities: {
    qs: { name: 'qs', severity, range: '<6.14.1', via: [advisory, 'body-parser'], fixAvailable: true },
  },
});

it('fails for a high or critical advisory, and names it', () => {
  for (const severity of ['high', 'critical'])
    expect(verdictOn(found(severity))).toEqual({
      lines: [
        `${severity}: qs <6.14.1, fixed by an update`,
        '  Denial of service https://github.com/advisories/GHSA-1',
        '  through body-parser',
      ],
      failed: true,
    });
});

it('shows a lower one without failing', () => {
  const { lines, failed } = verdictOn(found('moderate'));
  expect([lines[0], failed]).toEqual(['moderate: qs <6.14.1, fixed by an update', false]);
});

it('says that nothing was checked if the source cannot be reached, and does not fail', () => {
  expect(verdictOn({ message: '405 Method Not Allowed' })).toEqual({
    lines: ['NOT CHECKED: the source of advisories cannot be reached (405 Method Not Allowed)'],
    failed: false,
  });
});

it('says that nothing was found', () => {
  expect(verdictOn({ vulnerabilities: {} }).failed).toBe(false);
});
