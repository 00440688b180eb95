import { describe, expect, it } from '@jest/globals';
import { requireNewSku } from './skus.js';

describe('a new SKU', () => {
  it.each(['TEA-EARL', 'BANK CHARGES', 'a/b', 'a?b', '100%', '...', '#7', 'چای‌سبز', '🫖', 'x'.repeat(64)])(
    'may be %s',
    (sku) => {
      expect(() => requireNewSku(sku)).not.toThrow();
    },
  );

  it.each(['', '.', '..', ' ', ' a', 'a ', 'a\nb', 'a\u0007', 'a\u202eb', '\u200b', 'x'.repeat(65)])(
    'may not be %j',
    (sku) => {
      expect(() => requireNewSku(sku)).toThrow(expect.objectContaining({ code: 'SKU_INVALID' }));
    },
  );
});
