import { z } from 'zod';
import { duration } from '../duration.js';

/** Key of demo and tests. Everyone can read it, so services refuse it in production. */
export const DEVELOPMENT_KEY = 'waybill-development-key-not-for-production';

/** Settings of the bearer tokens. */
export const identitySettings = z.object({
  JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'JWKS URL of the identity provider that signs the bearer tokens. Requires `JWT_ISSUER` and `JWT_AUDIENCE`. With `NODE_ENV=production` it must be `https`. See [identity](identity.md)',
    }),
  JWT_KEY: z.string().min(32, 'must have at least 32 characters').optional().meta({
    description:
      'Shared HS256 key for development, at least 32 characters. Set this or `JWKS_URL`. With `NODE_ENV=production` the key of the demo is refused',
  }),
  JWT_ISSUER: z.string().optional().meta({ description: 'Required `iss` of the tokens' }),
  JWT_AUDIENCE: z.string().optional().meta({ description: 'Required `aud` of the tokens' }),
  JWT_MAX_LIFETIME: duration
    .refine((ms) => ms >= 60_000 && ms <= 7 * 86_400_000, 'must be between 1m and 7d')
    .prefault('1d')
    .meta({ description: 'Tokens that expire later than this from now are refused' }),
});

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Problems of the identity settings together, one line each. Empty variables are absent. */
export function identityProblems(present: Readonly<Record<string, string | undefined>>): string[] {
  const { JWKS_URL, JWT_KEY, JWT_ISSUER, JWT_AUDIENCE } = present;
  const inProduction = present['NODE_ENV'] === 'production';
  const problems: string[] = [];
  if (!JWKS_URL && !JWT_KEY) problems.push('JWKS_URL or JWT_KEY is missing');
  if (JWKS_URL && JWT_KEY) problems.push('JWKS_URL and JWT_KEY are both set: use one');
  if (JWKS_URL && !JWT_ISSUER)
    problems.push('JWT_ISSUER is missing: with JWKS_URL, set it to the `iss` of the tokens');
  if (JWKS_URL && !JWT_AUDIENCE)
    problems.push('JWT_AUDIENCE is missing: with JWKS_URL, set it to the `aud` of the tokens for this API');
  if (inProduction && JWT_KEY === DEVELOPMENT_KEY)
    problems.push('JWT_KEY is the public key of the demo: with NODE_ENV=production, set JWKS_URL instead');
  if (inProduction && JWKS_URL && URL.canParse(JWKS_URL)) {
    const { protocol, hostname } = new URL(JWKS_URL);
    if (protocol === 'http:' && !LOOPBACK.test(hostname))
      problems.push('JWKS_URL must be https: with NODE_ENV=production, http is for loopback only');
  }
  return problems;
}
