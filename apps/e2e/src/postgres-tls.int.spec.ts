import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CertificateAuthority,
  type EmbeddedPostgres,
  type OneService,
  queryOn,
  startEmbeddedPostgres,
  startOneService,
  testDatabaseUrl,
} from '@waybill/testing';
import { inventoryApp } from '../../inventory/src/inventory.app.js';

const authority = new CertificateAuthority();
const stranger = new CertificateAuthority();
const client = authority.issue('client');
const VERIFY_FULL = { sslmode: 'verify-full', uselibpqcompat: undefined };

/** The URL with these parameters instead of its own; undefined removes one. */
function withParameters(url: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) changed.searchParams.delete(name);
    else changed.searchParams.set(name, value);
  }
  return changed.href;
}

describe('a Postgres that requires TLS and client certificates', () => {
  let postgres: EmbeddedPostgres;
  let service: OneService;

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({
      tls: { ca: authority.ca, server: authority.issue('server'), client },
    });
    const adminUrl = withParameters(postgres.url, VERIFY_FULL);
    service = await startOneService(inventoryApp, {}, { adminUrl });
  });
  afterAll(async () => {
    await service?.stop();
    await postgres?.stop();
  });

  it('serves a service that has migrated its database, with every connection encrypted', async () => {
    const api = await service.api({ sub: 'clerk', admin: true });
    expect(await api.call('GET', '/v1/stock')).toMatchObject({ status: 200 });
    const { rows } = await service.database.query<{ name: string; encrypted: boolean }>(
      `SELECT application_name AS name, bool_and(ssl) AS encrypted FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE datname = current_database() GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toContainEqual({ name: 'waybill-inventory', encrypted: true });
    expect(rows).toContainEqual({ name: 'waybill-inventory-orm', encrypted: true });
    expect(rows.filter(({ encrypted }) => !encrypted)).toEqual([]);
  });

  it('refuses a connection without TLS', async () => {
    const url = withParameters(service.databaseUrl, { sslmode: 'disable' });
    await expect(queryOn(url, 'SELECT')).rejects.toThrow(/^no pg_hba.conf entry .* no encryption$/);
  });

  it('refuses a connection without a client certificate, or with one of another CA', async () => {
    const none = withParameters(service.databaseUrl, { sslcert: undefined, sslkey: undefined });
    await expect(queryOn(none, 'SELECT')).rejects.toThrow('connection requires a valid client certificate');
    const { cert, key } = stranger.issue('client');
    const other = withParameters(service.databaseUrl, { sslcert: cert, sslkey: key });
    await expect(queryOn(other, 'SELECT')).rejects.toThrow(/unknown ca|alert/i);
  });

  it('is refused if its certificate is of another CA', async () => {
    const url = withParameters(service.databaseUrl, { sslrootcert: stranger.ca });
    await expect(queryOn(url, 'SELECT')).rejects.toThrow(/certificate/);
    const unknown = withParameters(service.databaseUrl, { sslrootcert: undefined });
    await expect(queryOn(unknown, 'SELECT')).rejects.toThrow(/certificate/);
  });
});

describe('a Postgres with the certificate of another host', () => {
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    const server = authority.issue('elsewhere', 'DNS:db.example.com');
    postgres = await startEmbeddedPostgres({ tls: { ca: authority.ca, server, client } });
  });
  afterAll(() => postgres?.stop());

  it('is refused with verify-full', async () => {
    await queryOn(postgres.url, 'SELECT');
    const url = withParameters(postgres.url, VERIFY_FULL);
    await expect(queryOn(url, 'SELECT')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

describe('a Postgres without TLS', () => {
  it('is refused if TLS is required', async () => {
    const url = withParameters(testDatabaseUrl(), { sslmode: 'verify-full', sslrootcert: authority.ca });
    await expect(queryOn(url, 'SELECT')).rejects.toThrow('The server does not support SSL connections');
  });
});
