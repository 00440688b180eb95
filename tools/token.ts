import { parseArgs } from 'node:util';
import { token } from '@waybill/testing';

const { values } = parseArgs({
  options: {
    sub: { type: 'string', default: 'customer-1' },
    admin: { type: 'boolean', default: false },
    tenant: { type: 'string' },
    name: { type: 'string' },
    email: { type: 'string' },
  },
});
const { sub, admin, tenant, name = sub, email = `${sub}@example.com` } = values;
console.log(await token({ sub, admin, name, email, ...(tenant === undefined ? {} : { tenant }) }));
