import { DEVELOPMENT_KEY } from '@waybill/platform';
import { SignJWT } from 'jose';

export { DEVELOPMENT_KEY };

export interface TokenClaims {
  readonly sub: string;
  /** Runs the shop of the tenant. */
  readonly admin?: boolean;
  /** Runs the platform: dead letters, outbox, projections, reconciliation. */
  readonly operator?: boolean;
  readonly tenant?: string;
  readonly name?: string;
  readonly email?: string;
  /** Whether the address is verified; default: it is. */
  readonly emailVerified?: boolean;
}

/** A bearer token of development, good for a day. */
export function token(
  { sub, admin = false, operator = false, emailVerified = true, ...claims }: TokenClaims,
  key = DEVELOPMENT_KEY,
): Promise<string> {
  const roles = [...(admin ? ['admin'] : []), ...(operator ? ['operator'] : [])];
  return new SignJWT({
    ...claims,
    ...(claims.email !== undefined && { email_verified: emailVerified }),
    roles,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime('24h')
    .sign(new TextEncoder().encode(key));
}
