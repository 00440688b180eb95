import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Environment } from '../service-environment.js';

/** Problems of the settings `<prefix>` (`true` or `false`) and `<prefix>_CA`, `_CERT` and `_KEY`, which name PEM files. */
export function certificateProblems(prefix: string, present: Environment): string[] {
  const [ca, cert, key] = ['CA', 'CERT', 'KEY'].map((name) => `${prefix}_${name}`) as [
    string,
    string,
    string,
  ];
  const set = [ca, cert, key].filter((name) => present[name]);
  if (present[prefix] !== 'true')
    return set.map((name) => `${name} is set, but ${prefix} is not true: set ${prefix}=true`);
  const problems: string[] = [];
  if (present[cert] && !present[key]) problems.push(`${key} is missing: ${cert} requires it`);
  if (present[key] && !present[cert]) problems.push(`${cert} is missing: ${key} requires it`);
  const read = <Value>(name: string, what: string, parse: (pem: Buffer) => Value): Value | undefined => {
    const path = present[name];
    if (!path) return undefined;
    try {
      return parse(readFileSync(path));
    } catch (error) {
      const { code = '' } = error as { readonly code?: string };
      const isOfFile = /^E(?!RR_)[A-Z]+$/.test(code);
      problems.push(
        `${name}: ${path} ${isOfFile ? `cannot be read (${code})` : `is not ${what} in PEM format`}`,
      );
      return undefined;
    }
  };
  read(ca, 'a certificate', (pem) => new X509Certificate(pem));
  const certificate = read(cert, 'a certificate', (pem) => new X509Certificate(pem));
  const privateKey = read(key, 'an unencrypted private key', (pem) => createPrivateKey(pem));
  if (certificate && privateKey && !certificate.checkPrivateKey(privateKey))
    problems.push(`${key} is not the key of the certificate in ${cert}`);
  return problems;
}
