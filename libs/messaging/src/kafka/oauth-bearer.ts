/**
 * Throws if Kafka refuses a token. It then responds without an error code, but with a JSON text (RFC 7628, section 3.2.2). Neither library looks
 * at it: their connections would be up, and every request on them would fail.
 */
export function refuseInvalidToken(response: Buffer): void {
  if (response.length > 0)
    throw new Error(`Kafka refuses the token of KAFKA_OAUTH_CLIENT_ID: ${response.toString()}`);
}

/** The message of the client (RFC 7628, section 3.1). */
export function bearerMessage(token: string, extensions: Readonly<Record<string, string>> = {}): string {
  const fields = Object.entries({ auth: `Bearer ${token}`, ...extensions });
  return `n,,\x01${fields.map(([name, value]) => `${name}=${value}\x01`).join('')}\x01`;
}
