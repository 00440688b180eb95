import { expect, it } from '@jest/globals';
import { drippingServer } from '@waybill/testing';
import { SmtpMailer } from './smtp-mailer.js';

const letter = {
  id: 'mail-1',
  to: 'ada@example.com',
  subject: 'Your order is confirmed',
  text: 'Thank you.',
  html: '<p>Thank you.</p>',
  correlationId: '1',
};

it('a mail fails after its timeout while a response of the server still arrives, and may be sent again', async () => {
  const server = await drippingServer('220 ready\r\n250-');
  const mailer = new SmtpMailer(`smtp://127.0.0.1:${server.port}`, 'shop@example.com', 300);
  await expect(mailer.send(letter)).rejects.toThrow('no response within 300 ms');
  await mailer.close();
  await server.stop();
});
