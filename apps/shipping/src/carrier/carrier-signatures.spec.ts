import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { CarrierSignatures } from './carrier-signatures.js';

const NOW = 1_790_000_000;
const clock = { now: () => new Date(NOW * 1_000) };
const body = Buffer.from('{"id":"evt_1"}');
const sign = (secret: string, t = NOW, signed = body): string =>
  `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(signed).digest('hex')}`;

function verdict(header: string | undefined, secrets = ['new-secret', 'old-secret']): string {
  try {
    new CarrierSignatures(secrets, clock).check(header, body);
    return 'accepted';
  } catch (error) {
    return codeOf(error);
  }
}

describe('the signature of a webhook', () => {
  it('is accepted with the secret in use, and with the one before', () => {
    expect(verdict(sign('new-secret'))).toBe('accepted');
    expect(verdict(sign('old-secret'))).toBe('accepted');
  });

  it.each([
    ['is missing', undefined],
    ['has no form', 'v1=abc'],
    ['is of another secret', sign('third-secret')],
    ['is of another body', sign('new-secret', NOW, Buffer.from('{}'))],
    ['is of another time', sign('new-secret').replace(String(NOW), String(NOW + 1))],
    ['is too old', sign('new-secret', NOW - 301)],
    ['is of the future', sign('new-secret', NOW + 301)],
  ])('is refused when it %s', (_, header) => {
    expect(verdict(header)).toBe('SIGNATURE_INVALID');
  });

  it('is not asked for where no secret is set', () => {
    expect(verdict(sign(''), [])).toBe('NOT_FOUND');
  });
});
