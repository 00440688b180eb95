import { hash } from 'node:crypto';

/** For requests that are only compared: kept instead of their text. */
export function digest(request: string): string {
  return hash('sha256', request, 'base64url');
}
