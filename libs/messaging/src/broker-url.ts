/** Parses the URL of a broker. The error does not contain it, because it may contain a password. */
export function parseBrokerUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (!parsed) throw new Error('the URL of the broker is not valid');
  return parsed;
}

/** The URL without user, password and parameters, for logs. */
export function addressOfBroker(url: string): string {
  const { protocol, host } = parseBrokerUrl(url);
  return `${protocol}//${host}`;
}
