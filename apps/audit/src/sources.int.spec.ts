import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateAuthority, type EmbeddedPostgres, startEmbeddedPostgres } from '@waybill/testing';
import { sources } from './sources.js';

const authority = new CertificateAuthority();
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  const tls = { ca: authority.ca, server: authority.issue('server'), client: authority.issue('client') };
  postgres = await startEmbeddedPostgres({ tls });
});
afterAll(() => postgres?.stop());

describe('databases that require TLS', () => {
  it('are found by one URL for each', async () => {
    const names = ['ORDER', 'INVENTORY', 'PAYMENT', 'SHIPPING'];
    const { services } = await sources(
      Object.fromEntries(names.map((name) => [`${name}_DATABASE_URL`, postgres.url])),
    );
    expect(services.map(({ databaseUrl }) => databaseUrl)).toEqual(names.map(() => postgres.url));
  });

  it('are asked with the parameters of the one URL for all', async () => {
    // The connection is made, and there is no such database.
    await expect(sources({ DATABASE_URL: postgres.url })).rejects.toThrow(
      'The database of the order service was not found.',
    );
    const other = new URL(postgres.url);
    other.searchParams.set('sslrootcert', new CertificateAuthority().ca);
    await expect(sources({ DATABASE_URL: other.href })).rejects.toThrow(/order service: .*certificate/);
  });
});

it('owners have a URL each, or share one', async () => {
  const owners = { OWNER_URL: 'postgres://{service}@host/db', OWNER_URL_PAYMENT: 'postgres://payer@host/db' };
  const names = ['ORDER', 'INVENTORY', 'PAYMENT', 'SHIPPING'];
  const urls = Object.fromEntries(names.map((name) => [`${name}_DATABASE_URL`, postgres.url]));
  const { services } = await sources({ ...urls, ...owners });
  const found = Object.fromEntries(services.map(({ app, ownerUrl }) => [app.name, ownerUrl]));
  expect(found).toMatchObject({ order: 'postgres://order@host/db', payment: 'postgres://payer@host/db' });
});
