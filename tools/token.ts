import { token } from '@waybill/testing';
import { commandLine } from '@waybill/shop';

const USAGE = `npm run --silent token -- [options]: prints a token for the HTTP APIs of the demo
  --sub NAME      the user, which is the customer of the orders (customer-1)
  --admin         runs the shop of the tenant: sees and changes all of it
  --operator      runs the platform: dead letters, outbox, projections, reconciliation
  --tenant NAME   the shop (default)
  --name NAME, --email ADDRESS   the customer's name and address for mails
  --unverified    the address is not verified: mails follow only after the payment`;
const { values } = commandLine(USAGE, {
  options: {
    sub: { type: 'string', default: 'customer-1' },
    admin: { type: 'boolean', default: false },
    operator: { type: 'boolean', default: false },
    tenant: { type: 'string' },
    name: { type: 'string' },
    email: { type: 'string' },
    unverified: { type: 'boolean', default: false },
  },
});
const { sub, admin, operator, tenant, name = sub, email = `${sub}@example.com` } = values;
const emailVerified = !values.unverified;
const claims = { sub, admin, operator, name, email, emailVerified };
console.log(await token({ ...claims, ...(tenant === undefined ? {} : { tenant }) }));
