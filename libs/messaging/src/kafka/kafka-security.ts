import type { TlsFiles } from '../tls-options.js';

/** How connections are encrypted, and how the client authenticates. */
export interface KafkaSecurity {
  /** Absent: plain text. `{}`: TLS with the CAs that Node trusts, without a client certificate. */
  readonly tls?: TlsFiles | undefined;
  readonly sasl?: KafkaSasl | undefined;
}

export type KafkaSasl = PasswordSasl | OAuthSasl;

export interface PasswordSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

export interface OAuthSasl {
  readonly mechanism: 'OAUTHBEARER';
  /** Returns a token that is valid for a while. Called for each connection, and again before the session of a connection ends. */
  token(): Promise<string>;
  /** Sent with the token, such as `logicalCluster` for Confluent Cloud. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}
