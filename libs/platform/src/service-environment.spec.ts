import { expect, it } from '@jest/globals';
import { environmentsOf } from './service-environment.js';

const TWO = ['order', 'payment'];
const URL = 'postgres://waybill_{service}:secret@localhost/waybill_{service}';

it('puts the name of each service into the URLs of its database', () => {
  const [order, payment] = environmentsOf(TWO, { DATABASE_URL: URL, DATABASE_OWNER_URL: URL });
  expect(order).toMatchObject({
    DATABASE_URL: 'postgres://waybill_order:secret@localhost/waybill_order',
    DATABASE_OWNER_URL: 'postgres://waybill_order:secret@localhost/waybill_order',
  });
  expect(payment).toMatchObject({
    DATABASE_URL: 'postgres://waybill_payment:secret@localhost/waybill_payment',
  });
});

it('prefers a setting with the name of the service behind it', () => {
  const environment = {
    DATABASE_URL: URL,
    LOG_LEVEL: 'info',
    LOG_LEVEL_PAYMENT: 'debug',
    PORT_ORDER: '3100',
  };
  const [order, payment] = environmentsOf(TWO, environment);
  expect(order).toMatchObject({ LOG_LEVEL: 'info', PORT: '3100' });
  expect(payment).toMatchObject({ LOG_LEVEL: 'debug' });
  expect(payment).not.toHaveProperty('PORT');
});

it('leaves the environment of a single service as it is', () => {
  const environment = { DATABASE_URL: URL, PORT: '3000', PORT_ORDER: '3100' };
  expect(environmentsOf(['order'], environment)).toEqual([environment]);
});

it('refuses two services on one database or one port', () => {
  const environment = { DATABASE_URL: 'postgres://localhost/waybill', PORT: '3000', MANAGEMENT_PORT: '3100' };
  expect(() => environmentsOf(TWO, environment)).toThrow(
    'DATABASE_URL is the same for order and payment: set DATABASE_URL_ORDER and DATABASE_URL_PAYMENT',
  );
  expect(() => environmentsOf(TWO, environment)).toThrow('- PORT is the same for order and payment');
  expect(() => environmentsOf(TWO, environment)).toThrow('MANAGEMENT_PORT is the same for order and payment');
});

it('gives every service a free port of its own for PORT=0', () => {
  const environments = environmentsOf(TWO, { DATABASE_URL: URL, PORT: '0' });
  expect(environments.map(({ PORT }) => PORT)).toEqual(['0', '0']);
});
