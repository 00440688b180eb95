import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseSettings } from '../settings.js';
import { DEVELOPMENT_KEY } from './identity-settings.js';

const REST = { DATABASE_URL: 'postgres://a@localhost/a', BROKER_URL: 'memory://' };
const JWKS = {
  JWKS_URL: 'https://id.example/keys',
  JWT_ISSUER: 'https://id.example',
  JWT_AUDIENCE: 'waybill',
};
const PRODUCTION = { NODE_ENV: 'production' };

/** The problems that the start reports. */
function problemsOf(environment: Record<string, string>): string[] {
  try {
    parseSettings('order', z.object({}), { ...REST, ...environment });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.startsWith('  - '));
  }
}

describe('settings for production', () => {
  it.each([
    [JWKS],
    [{ ...JWKS, ...PRODUCTION }],
    [{ ...JWKS, JWKS_URL: 'http://keycloak:8080/keys' }],
    [{ ...JWKS, ...PRODUCTION, JWKS_URL: 'http://localhost:8080/keys' }],
    [{ ...JWKS, ...PRODUCTION, JWKS_URL: 'http://127.0.0.1/keys' }],
    [{ ...JWKS, ...PRODUCTION, JWKS_URL: 'http://[::1]:80/keys' }],
    [{ JWT_KEY: DEVELOPMENT_KEY }],
    [{ JWT_KEY: 'another'.repeat(8), ...PRODUCTION }],
  ])('accepts %j', (environment) => {
    expect(problemsOf(environment)).toEqual([]);
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'JWKS_URL or JWT_KEY is missing'],
    [{ ...JWKS, JWT_KEY: DEVELOPMENT_KEY }, 'JWKS_URL and JWT_KEY are both set: use one'],
    [{ ...JWKS, JWT_ISSUER: '' }, 'JWT_ISSUER is missing: with JWKS_URL, set it to the `iss` of the tokens'],
    [
      { ...JWKS, JWT_AUDIENCE: '' },
      'JWT_AUDIENCE is missing: with JWKS_URL, set it to the `aud` of the tokens for this API',
    ],
    [
      { JWT_KEY: DEVELOPMENT_KEY, ...PRODUCTION },
      'JWT_KEY is the public key of the demo: with NODE_ENV=production, set JWKS_URL instead',
    ],
    ...['http://keycloak:8080/keys', 'http://localhost.example/keys', 'http://127.0.0.1.example/keys'].map(
      (url): [Record<string, string>, string] => [
        { ...JWKS, ...PRODUCTION, JWKS_URL: url },
        'JWKS_URL must be https: with NODE_ENV=production, http is for loopback only',
      ],
    ),
    [
      { ...JWKS, ...PRODUCTION, DATABASE_URL: 'postgres://a@db.example/a?sslmode=no-verify' },
      'DATABASE_URL has sslmode=no-verify: with NODE_ENV=production, use sslmode=verify-full and sslrootcert',
    ],
    [{ ...JWKS, JWT_MAX_LIFETIME: '8d' }, 'JWT_MAX_LIFETIME: must be between 1m and 7d'],
  ])('refuses %j', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([`  - ${problem}`]);
  });
});
