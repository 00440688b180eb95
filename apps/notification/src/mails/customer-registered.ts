import type { customerRegistered } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { type Mail, write } from './mail.js';

export function customerRegisteredMail({ name, email }: DataOf<typeof customerRegistered>): Mail {
  return write({
    customerName: name,
    subject: 'Welcome to Waybill',
    preview: 'Your account is ready.',
    heading: 'Welcome',
    tone: 'neutral',
    blocks: [
      {
        paragraph:
          'Your account is ready. From now on we write to you at each turn that an order of yours takes.',
      },
      { facts: [['Mails go to', email]] },
    ],
  });
}
