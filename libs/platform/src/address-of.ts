/** Where a URL leads, without user, password and parameters: for logs and health responses. */
export function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
