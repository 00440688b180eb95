import type { KafkaSecurity } from './kafka-security.js';

type Advice = string | ((security: KafkaSecurity) => string);

/** What the libraries, OpenSSL and Kafka report where TLS, authentication or an ACL is wrong. The first that matches counts. */
const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [
    /self-signed certificate|unable to (verify the first|get local issuer) certificate/,
    'its certificate is not signed by a trusted CA: set KAFKA_TLS_CA to the CA of the brokers',
  ],
  [/does not match certificate's altnames/, 'its certificate is not for this host name'],
  [/certificate has expired/, 'its certificate has expired'],
  [/alert (bad certificate|certificate required|certificate unknown|unknown ca)/, certificateAdvice],
  [
    /socket disconnected before secure TLS connection was established|wrong version number|packet length too long/,
    'it does not use TLS on this port: give the port of its TLS listener, or unset KAFKA_TLS',
  ],
  [/Broker requires TLS/, 'it requires TLS: set KAFKA_TLS=true'],
  [
    /invalid credentials|Invalid username or password/,
    'it refuses the user or password: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
  ],
  [
    /mechanism is not supported by the server|does not support the requested SASL mechanism/,
    ({ sasl }) => `it does not support KAFKA_SASL_MECHANISM=${sasl?.mechanism}`,
  ],
  [
    /Request is not valid given the current SASL state/,
    'it does not authenticate on this port: give the port of its SASL listener, or unset KAFKA_SASL_MECHANISM',
  ],
  [
    /(Not authorized to access|Topic|Group|Cluster) (topics|authorization failed)/,
    'this user may not do that: npm run kafka:acls prints the ACLs that it needs',
  ],
  [
    /Closed connection|Connection closed/,
    (security) => {
      if (!security.tls) return 'it closes the connection: if it requires TLS, set KAFKA_TLS=true';
      if (security.sasl) return 'it closes the connection';
      return `it closes the connection: ${certificateAdvice(security)}, or KAFKA_SASL_MECHANISM`;
    },
  ],
];

/** An error of a library as one sentence for whoever configures the client. */
export function connectionProblem(error: unknown, security: KafkaSecurity = {}): Error {
  const texts = textsOf(error);
  for (const [pattern, advice] of ADVICE) {
    const found = texts.map((text) => pattern.exec(text)?.[0]).find((text) => text !== undefined);
    if (found === undefined) continue;
    const text = typeof advice === 'string' ? advice : advice(security);
    return new Error(`${text} (${found})`, { cause: error });
  }
  return new Error(texts.at(-1) ?? String(error), { cause: error });
}

function certificateAdvice({ tls }: KafkaSecurity): string {
  return tls?.cert
    ? 'it does not trust the client certificate in KAFKA_TLS_CERT'
    : 'it requires a client certificate: set KAFKA_TLS_CERT and KAFKA_TLS_KEY';
}

interface LibraryError extends Error {
  readonly errors?: readonly unknown[];
  /** Of `@platformatic/kafka`: the words of the broker. */
  readonly serverErrorMessage?: string | null;
}

/** The messages of an error and of those that caused it, the first cause last. */
function textsOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { message = '', serverErrorMessage, errors = [], cause } = error as Partial<LibraryError>;
  return [
    message,
    ...[errors[0], cause].flatMap(textsOf),
    ...(serverErrorMessage ? [serverErrorMessage] : []),
  ];
}
