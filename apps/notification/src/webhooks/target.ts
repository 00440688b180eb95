import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { DomainError } from '@waybill/kernel';
import ipaddr from 'ipaddr.js';
import { webhookErrors } from './webhook.errors.js';

/** `public`: only https and public IP addresses. `any`: also http, this machine and private networks. */
export type Targets = 'public' | 'any';

/** All global unicast addresses of IPv6 that are assigned (RFC 4291, IANA). */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');
/** Networks of IPv6 addresses that stand for the IPv4 address which begins at this byte: a translator or tunnel leads to it. */
const EMBEDDING: readonly (readonly [network: string, firstByte: number])[] = [
  ['::/96', 12],
  ['::ffff:0:0/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
];

/** False for addresses of private networks, where a delivery could reach internal services. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  const first = EMBEDDING.find(([network]) => parsed.match(ipaddr.IPv6.parseCIDR(network)))?.[1];
  if (first === undefined) return parsed.match(GLOBAL) && parsed.range() === 'unicast';
  return ipaddr.fromByteArray(parsed.toByteArray().slice(first, first + 4)).range() === 'unicast';
}

/**
 * Resolves a host name and fails if any of its addresses is not public. The connection uses these checked addresses, so that a later DNS
 * change cannot redirect it.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    // One error for all cases: the caller must not learn which internal names exist.
    if (error || !first || addresses.some(({ address }) => !isPublic(address)))
      return callback(notPublic(hostname), '');
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

/** Throws WEBHOOK_URL_REFUSED. Does not resolve host names. */
export function checkUrl(url: string, targets: Targets): void {
  const { protocol, username, password, hostname } = new URL(url);
  if (username || password) throw refused('leave user and password out: deliveries are signed');
  if (targets === 'any') return;
  if (protocol !== 'https:') throw refused('it must begin with https://');
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(host) && !isPublic(host)) throw notPublic(host);
}

/** Like `checkUrl`, and also checks the resolved addresses. */
export async function checkTarget(url: string, targets: Targets): Promise<void> {
  checkUrl(url, targets);
  if (targets === 'any') return;
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  await new Promise<void>((resolve, reject) => {
    publicLookup(host, { all: true }, (error) => (error ? reject(error) : resolve()));
  });
}

function notPublic(host: string): DomainError {
  return refused(`${host} has no address of the internet`);
}

function refused(why: string): DomainError {
  return new DomainError(webhookErrors.WEBHOOK_URL_REFUSED, `The webhook URL is refused: ${why}`);
}
