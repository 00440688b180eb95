import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.js';
import { startGuard } from './guard.js';

/** Paths of PEM files. The key is not encrypted. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a server that requires TLS and client certificates needs. */
export interface ServerTls {
  /** PEM file of the CA that signs the certificates of the server and of clients. */
  readonly ca: string;
  readonly server: Certificate;
  /** Of the client that starts the server. */
  readonly client: Certificate;
}

/** A certificate authority for tests, whose files are removed with this process. Needs openssl 3. */
export class CertificateAuthority {
  /** Path of its own certificate. */
  readonly ca: string;
  private readonly folder: string;
  private readonly key: string;
  private readonly openssl = findProgram(
    'openssl',
    'openssl is missing: install it (Debian: apt-get install openssl)',
  );

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-certificates-'));
    startGuard('TERM', this.folder);
    const { cert, key } = this.request('authority', [
      '/CN=Waybill test authority',
      'basicConstraints=critical,CA:TRUE',
    ]);
    [this.ca, this.key] = [cert, key];
  }

  /** A certificate for a server with these names, by default on loopback, and for a client of this name. */
  issue(name: string, hosts = 'DNS:localhost,IP:127.0.0.1'): Certificate {
    return this.request(
      name,
      [`/CN=${name}`, 'basicConstraints=CA:FALSE', `subjectAltName=${hosts}`],
      ['-CA', this.ca, '-CAkey', this.key],
    );
  }

  private request(
    name: string,
    [subject, ...extensions]: readonly [string, ...string[]],
    signing: readonly string[] = [],
  ): Certificate {
    const files = { cert: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-noenc',
      '-days',
      '2',
    ];
    const named = ['-subj', subject, ...extensions.flatMap((extension) => ['-addext', extension])];
    const { status, stderr } = spawnSync(
      this.openssl,
      [...args, ...named, ...signing, '-keyout', files.key, '-out', files.cert],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`openssl could not make the certificate of ${name}: ${stderr}`);
    return files;
  }
}
