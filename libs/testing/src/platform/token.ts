import { SignJWT } from 'jose';

/** The key of development: every service of a demo or test shares it. Never one of production. */
export const DEVELOPMENT_KEY = 'waybill-development-key-not-for-production';

export interface TokenClaims {
  readonly sub: string;
  readonly admin?: boolean;
  readonly tenant?: string;
  readonly name?: string;
  readonly email?: string;
}

/** A bearer token of development, good for a day. */
export function token(
  { sub, admin = false, ...claims }: TokenClaims,
  key = DEVELOPMENT_KEY,
): Promise<string> {
  return new SignJWT({ ...claims, roles: admin ? ['admin'] : [] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime('24h')
    .sign(new TextEncoder().encode(key));
}
