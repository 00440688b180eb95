import { token } from '@waybill/testing';
import { token as command } from './commands/run.js';

const { sub, admin = false, operator = false, tenant, unverified, ...given } = command.opts();
const { name = sub, email = `${sub}@example.com` } = given;
const emailVerified = !unverified;
const claims = { sub, admin, operator, name, email, emailVerified };
console.log(await token({ ...claims, ...(tenant === undefined ? {} : { tenant }) }));
