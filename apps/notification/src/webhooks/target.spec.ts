import { describe, expect, it } from '@jest/globals';
import { checkTarget, isPublic } from './target.js';

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('of the internet is public: %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '::127.0.0.1',
    '::10.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    'fec0::1',
    '1::1',
    '2001::1',
    '2001:db8::1',
  ])('of one’s own is not: %s', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('the address of a webhook', () => {
  it.each([
    ['http://partner.example/hook', 'must begin with https'],
    ['https://ada:secret@partner.example/hook', 'user and password'],
    ['https://127.0.0.1/hook', 'has no address of the internet'],
    ['https://[::1]/hook', 'has no address of the internet'],
    ['https://2130706433/hook', 'has no address of the internet'],
    ['https://0x7f.1/hook', 'has no address of the internet'],
    ['https://169.254.169.254/latest/meta-data', 'has no address of the internet'],
    ['https://[::127.0.0.1]/hook', 'has no address of the internet'],
    ['https://[64:ff9b::7f00:1]/hook', 'has no address of the internet'],
    ['https://localhost/hook', 'has no address of the internet'],
  ])('is refused: %s', async (url, why) => {
    await expect(checkTarget(url, 'public')).rejects.toMatchObject({
      code: 'WEBHOOK_URL_REFUSED',
      message: expect.stringContaining(why),
    });
  });

  it('is refused with the same words whether its name exists or not', async () => {
    const refusals = await Promise.all(
      ['localhost', 'no-such-host.invalid'].map((host) =>
        checkTarget(`https://${host}/hook`, 'public').catch((error: Error) =>
          error.message.replace(host, 'HOST'),
        ),
      ),
    );
    expect(refusals[0]).toBe(refusals[1]);
    expect(refusals[0]).toContain('HOST has no address of the internet');
  });

  it('may be on this machine where the settings say so', async () => {
    await expect(checkTarget('http://127.0.0.1:8080/hook', 'any')).resolves.toBeUndefined();
  });
});
