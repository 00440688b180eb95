import { describe, expect, it } from '@jest/globals';
import { penceOf, pounds } from './pence.js';

describe('pence', () => {
  it.each([
    ['2.55', 255],
    ['18', 1_800],
    ['27.5', 2_750],
    ['1.15', 115],
    ['0.29', 29],
    ['0.8500', 85],
    ['-3.10', -310],
    ['0', 0],
    ['-0', 0],
  ])('reads %s pounds as %i pence, without a float in between', (text, pence) => {
    expect(penceOf(text)).toBe(pence);
  });

  it.each(['', 'free', '0.001', '1,50', '1e3', 'NaN', '.5'])('does not take %j for an amount', (text) => {
    expect(penceOf(text)).toBeUndefined();
  });

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-65, '-0.65'],
    [9_075_244, '90,752.44'],
  ])('writes %i as %s', (pence, text) => {
    expect(pounds(pence)).toBe(text);
  });
});
