import { type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CertificateAuthority } from '@waybill/testing';
import { brokerAt } from './broker-at.js';
import type { TlsFiles } from './tls-options.js';

const authority = new CertificateAuthority();
const stranger = new CertificateAuthority();
const order = authority.issue('order');
const trusting: TlsFiles = { ca: authority.ca, cert: order.cert, key: order.key };

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

/** A server that requires client certificates, and ends each connection after its handshake. Returns its port and the names of its clients. */
async function handshakes(
  { cert, key } = authority.issue('broker'),
): Promise<{ port: number; clients: unknown[] }> {
  const clients: unknown[] = [];
  const read = (file: string): Buffer => readFileSync(file);
  const options = { cert: read(cert), key: read(key), ca: read(authority.ca), requestCert: true };
  server = createServer(options, (socket) => {
    clients.push(socket.getPeerCertificate().subject.CN);
    socket.on('error', () => undefined).destroy();
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, clients };
}

/** The error of a connection to the server. */
async function errorOf(scheme: string, port: number, tls: TlsFiles | undefined): Promise<string> {
  const broker = brokerAt(`${scheme}://user:secret@127.0.0.1:${port}`, {
    clientId: 'spec',
    random: () => 0,
    tls,
  });
  try {
    await broker.ping();
    return 'connected';
  } catch (error) {
    return String(error);
  } finally {
    await broker.close();
  }
}

describe.each(['amqps', 'rediss'])('%s', (scheme) => {
  it('trusts the given CA and shows its certificate', async () => {
    const { port, clients } = await handshakes();
    expect(await errorOf(scheme, port, trusting)).not.toMatch(/certificate/);
    expect(clients).toEqual(['order']);
  });

  it.each([
    ['another CA', { ca: stranger.ca }],
    ['no CA', undefined],
  ])('refuses a server with a certificate of %s', async (_, tls) => {
    const { port, clients } = await handshakes();
    expect(await errorOf(scheme, port, tls)).toMatch(/certificate/);
    expect(clients).toEqual([]);
  });

  it('refuses a server with the certificate of another host', async () => {
    const { port, clients } = await handshakes(authority.issue('elsewhere', 'DNS:broker.example.com'));
    expect(await errorOf(scheme, port, trusting)).toMatch(/does not match certificate's altnames/);
    expect(clients).toEqual([]);
  });

  it('says which file is missing', async () => {
    const { port } = await handshakes();
    expect(await errorOf(scheme, port, { ca: '/no/ca.pem' })).toMatch(/ENOENT.*\/no\/ca\.pem/);
  });
});
