import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { DEVELOPMENT_KEY } from '@waybill/testing';

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'waybill';

export interface Person {
  readonly sub: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** A caller of the matrix. Without a person, its token is refused everywhere. */
export interface Caller {
  readonly name: string;
  readonly authorization?: string | undefined;
  readonly person?: Person;
}

const now = (): number => Math.floor(Date.now() / 1_000);
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (algorithm: string, key: string) => (text: string) =>
  createHmac(algorithm, key).update(text).digest('base64url');
const hs256 = hmac('sha256', DEVELOPMENT_KEY);

function jwt(payload: object, alg = 'HS256', signature: (text: string) => string = hs256): string {
  const text = `${encoded({ alg, typ: 'JWT' })}.${encoded(payload)}`;
  return `${text}.${signature(text)}`;
}

const claimsOf = (person: Person) => ({ ...person, iss: ISSUER, aud: AUDIENCE, exp: now() + 3_600 });

/** A token that is valid for a person. */
export const tokenOf = (person: Person): string => jwt(claimsOf(person));

/** Callers whose token has one defect. Without it, they could call every route. */
export function defective(person: Person): Caller[] {
  const claims = claimsOf({ ...person, roles: ['admin', 'operator'] });
  const [header, , signature] = jwt(claims).split('.');
  const stranger = jwt({ ...claims, roles: [] }).split('.')[2];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const rs256 = (text: string) => sign('sha256', Buffer.from(text), privateKey).toString('base64url');
  const tokens: Record<string, string> = {
    malformed: 'not.a.token',
    expired: jwt({ ...claims, exp: now() - 1 }),
    'no exp': jwt({ ...claims, exp: undefined }),
    'no sub': jwt({ ...claims, sub: undefined }),
    'alg none': jwt(claims, 'none', () => ''),
    'alg none with a signature': jwt(claims, 'none'),
    'other algorithm': jwt(claims, 'HS512', hmac('sha512', DEVELOPMENT_KEY)),
    'another kind of key': jwt(claims, 'RS256', rs256),
    'other key': jwt(claims, 'HS256', hmac('sha256', 'another'.repeat(8))),
    'changed payload': `${header}.${encoded({ ...claims, sub: 'somebody' })}.${signature}`,
    'roles added': `${header}.${encoded(claims)}.${stranger}`,
    'not yet valid': jwt({ ...claims, nbf: now() + 600 }),
    'wrong issuer': jwt({ ...claims, iss: 'https://elsewhere.example' }),
    'wrong audience': jwt({ ...claims, aud: 'another-app' }),
  };
  return [
    { name: 'no token' },
    { name: 'no bearer token', authorization: 'Basic dmljdGltOnNlY3JldA==' },
    ...Object.entries(tokens).map(([name, token]) => ({ name, authorization: `Bearer ${token}` })),
  ];
}

/** A caller with a valid token. */
export function valid(name: string, person: Person): Caller {
  return { name, person, authorization: `Bearer ${tokenOf(person)}` };
}
