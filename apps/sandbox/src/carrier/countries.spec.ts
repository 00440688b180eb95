import { describe, expect, it } from '@jest/globals';
import { deliveryDays, isCountry } from './countries.js';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const pairs = letters.flatMap((first) => letters.map((second) => first + second));

describe('the countries', () => {
  it('are the 249 of ISO 3166', () => {
    expect(pairs.filter(isCountry)).toHaveLength(249);
  });

  it('have a name each', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(pairs.filter((code) => isCountry(code) && names.of(code) === undefined)).toEqual([]);
  });

  it('are only served where they exist', () => {
    expect(pairs.filter((code) => deliveryDays(code) !== undefined && !isCountry(code))).toEqual([]);
  });

  it.each(['AT', 'DE', 'FR', 'GB', 'US', 'CA', 'AU', 'JP'])('are served when they are %s', (code) => {
    expect(deliveryDays(code)).toBeGreaterThan(0);
  });
});
