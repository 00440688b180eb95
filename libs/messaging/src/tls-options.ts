import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type ConnectionOptions, type SecureContext, createSecureContext } from 'node:tls';

/** Paths of PEM files. */
export interface TlsFiles {
  /** CAs that sign the certificates of the brokers, instead of those that Node trusts. */
  readonly ca?: string | undefined;
  /** Client certificate, for mutual TLS. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * The TLS options of Node. The files are read for each connection, so a renewed certificate needs no restart; while they cannot be read
 * or do not belong together, the last ones are used.
 */
export function tlsOptions(files: TlsFiles): ConnectionOptions {
  let last: SecureContext | undefined;
  return {
    get secureContext(): SecureContext {
      try {
        last = createSecureContext({ ca: read(files.ca), cert: read(files.cert), key: read(files.key) });
      } catch (error) {
        if (!last) throw error;
      }
      return last;
    },
  };
}

/** The name of a host for the server name indication of TLS, which does not allow IP addresses. */
export function serverName(host: string): { readonly servername?: string } {
  return isIP(host) ? {} : { servername: host };
}

function read(path: string | undefined): Buffer | undefined {
  return path === undefined ? undefined : readFileSync(path);
}
