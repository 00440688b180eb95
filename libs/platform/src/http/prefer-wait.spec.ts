import { describe, expect, it } from '@jest/globals';
import { preferencesOf, waitSecondsOf } from './prefer-wait.js';

describe('preferences', () => {
  it.each<[string, Record<string, string>]>([
    ['wait=10', { wait: '10' }],
    ['Wait = "10"', { wait: '10' }],
    ['respond-async, wait=10', { 'respond-async': '', wait: '10' }],
    ['wait=1, wait=2', { wait: '1' }],
    ['wait=5; strict', { wait: '5' }],
    ['return=minimal; foo="some, parameter"; bar', { return: 'minimal' }],
    [String.raw`note="a, wait=9 \" b", wait=1`, { note: 'a, wait=9 " b', wait: '1' }],
    ['await=3', { await: '3' }],
    ['wait 5, x=1', { x: '1' }],
    ['=5, , wait=2', { wait: '2' }],
    ['', {}],
  ])('%s', (header, preferences) => {
    expect(Object.fromEntries(preferencesOf(header))).toEqual(preferences);
  });
});

describe('the seconds of a wait', () => {
  it.each([
    ['wait=1', 1],
    ['wait="1"', 1],
    ['wait=30', 30],
    ['wait=31', 30],
    ['wait=99999999999999999999', 30],
    ['wait=0', 0],
    ['wait=-1', 0],
    ['wait=abc', 0],
    ['wait=1.5', 0],
    ['wait', 0],
    ['foo="wait=5"', 0],
  ])('%s', (prefer, seconds) => {
    expect(waitSecondsOf({ headers: { prefer } })).toBe(seconds);
  });
});
