import { DomainError, ONE_LINE } from '@waybill/kernel';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { z } from 'zod';
import { platformErrors } from '../http/platform.errors.js';

/** The caller of a request. All values come from the verified token. */
export interface Principal {
  readonly subject: string;
  readonly tenant: string;
  /** Runs the shop of the tenant. */
  readonly admin: boolean;
  /** Runs the platform; is not thereby an admin of any tenant. */
  readonly operator: boolean;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** The identity provider has verified that the address belongs to the user. */
  readonly emailVerified?: boolean | undefined;
}

export interface ClaimRules {
  /** The tenant of tokens without the claim `tenant`; undefined refuses them. */
  readonly defaultTenant?: string | undefined;
  readonly maxLifetimeMs: number;
}

/** Allowed difference between the clocks of the issuer and of this service. */
const CLOCK_SKEW_MS = 60_000;
/** JWT types of access tokens. The type is optional (RFC 7519); `at+jwt` is that of RFC 9068. */
const ACCESS_TOKEN_TYPES = new Set([undefined, 'jwt', 'at+jwt']);
/** Claims of ID tokens (OpenID Connect) and of logout and other security event tokens. Access tokens have none of them. */
const OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 'events'];

const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'contains a control character or is not well-formed');
const optionalText = text(254)
  .transform((value) => value || undefined)
  .optional();
/** A name that hides what it says is no name. The token stays valid. */
const shownName = optionalText.transform((value) => (value && ONE_LINE.test(value) ? value : undefined));
const claims = z.object({
  sub: text(255).min(1),
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be 1 to 63 letters, digits, `.`, `_` or `-`')
    .optional(),
  roles: z.array(text(100)).max(100).default([]),
  name: shownName.optional(),
  email: optionalText,
  email_verified: z.boolean().optional(),
});

/** The caller that a verified token names. Throws TOKEN_INVALID for other kinds of tokens and for claims of another shape. */
export function principalOf(
  header: JWTHeaderParameters,
  payload: JWTPayload,
  now: Date,
  { defaultTenant, maxLifetimeMs }: ClaimRules,
): Principal {
  const type = header.typ?.toLowerCase().replace(/^application\//, '');
  if (!ACCESS_TOKEN_TYPES.has(type)) throw invalid(`it is no access token, but of type ${header.typ}`);
  const foreign = OTHER_TOKENS.find((name) => payload[name] !== undefined);
  if (foreign) throw invalid(`it is no access token, because it has the claim \`${foreign}\``);
  if (payload.exp! * 1_000 > now.getTime() + maxLifetimeMs + CLOCK_SKEW_MS)
    throw invalid(`\`exp\` is more than ${Math.round(maxLifetimeMs / 1_000)} s in the future`);
  const { data, error } = claims.safeParse(payload);
  if (error) {
    const [{ path, message }] = error.issues as [z.core.$ZodIssue];
    throw invalid(`\`${path.join('.')}\`: ${message}`);
  }
  const { sub: subject, tenant = defaultTenant, roles, name, email, email_verified: emailVerified } = data;
  if (tenant === undefined) throw invalid('`tenant` is missing');
  const [admin, operator] = [roles.includes('admin'), roles.includes('operator')];
  return { subject, tenant, admin, operator, name, email, emailVerified };
}

export function invalid(reason: string): DomainError {
  return new DomainError(platformErrors.TOKEN_INVALID, `The token is not valid: ${reason}.`);
}
