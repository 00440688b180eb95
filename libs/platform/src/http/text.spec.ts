import { describe, expect, it } from '@jest/globals';
import { storedHeader } from './text.js';

describe('a header that is stored', () => {
  it('has no control characters, and a longest length', () => {
    // Bytes of a header are Latin-1 in Node.
    expect(storedHeader('Mozilla/5.0\x9b\t(M\xfcller)', 500)).toBe('Mozilla/5.0??(Müller)');
    expect(storedHeader('x'.repeat(501), 500)).toBe('x'.repeat(500));
    expect(storedHeader(undefined, 500)).toBe('');
  });
});
