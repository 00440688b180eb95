import type { customerRegistered } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';

export function customerRegisteredMail({ name, email }: DataOf<typeof customerRegistered>): Content {
  return {
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
  };
}
