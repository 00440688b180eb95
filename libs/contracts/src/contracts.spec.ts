import { describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES, messageTypes } from './registry.js';

const all = [...messageTypes.values()];

describe('a contract', () => {
  it.each(all)('has an example that passes it, whole: $type', ({ example, parse }) => {
    expect(parse(example)).toEqual(example);
  });

  it.each(all)('is described by a sentence: $type', ({ description }) => {
    expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it.each(all)('belongs to one of the services: $type', ({ owner }) => {
    expect([...SERVICES, ...LISTENERS]).toContain(owner);
  });

  it.each(all)('is a fact in the past or a wish, as its topic says: $type', ({ kind, topic }) => {
    expect(topic).toMatch(kind === 'command' ? /\.commands$/ : /\.events$/);
  });
});
