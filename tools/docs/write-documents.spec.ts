import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';
import { staleDocuments } from './write-documents.js';

it('makes every document before it writes one', async () => {
  const making = staleDocuments({
    'docs/never-written.md': () => '# First\n',
    'docs/broken.md': () => {
      throw new Error('no such name');
    },
  });
  await expect(making).rejects.toThrow('no such name');
  expect(existsSync(join(ROOT, 'docs/never-written.md'))).toBe(false);
});
