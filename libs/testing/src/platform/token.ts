import { DEVELOPMENT_KEY } from '@waybill/platform';
import { SignJWT } from 'jose';

export { DEVELOPMENT_KEY };

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
