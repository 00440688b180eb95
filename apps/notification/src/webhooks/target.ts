import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { DomainError } from '@waybill/kernel';
import ipaddr from 'ipaddr.js';
import { webhookErrors } from './webhook.errors.js';

/** `public`: only https and public IP addresses. `any`: also http, this machine and private networks. */
export type Targets = 'public' | 'any';

/** False for addresses of private networks, where a delivery could reach internal services. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Resolves a host name and fails if any of its addresses is not public. The connection uses these checked addresses, so that a later DNS
 * change cannot redirect it.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const inside = addresses.find(({ address }) => !isPublic(address));
    if (inside) return callback(notPublic(hostname), '');
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    if (!first) return callback(new Error(`${hostname} has no address`), '');
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
    publicLookup(host, { all: true }, (error) => {
      if (!error) return resolve();
      reject(error instanceof DomainError ? error : refused(`${host} has no address`));
    });
  });
}

function notPublic(host: string): DomainError {
  return refused(`${host} is not an address of the internet`);
}

function refused(why: string): DomainError {
  return new DomainError(webhookErrors.WEBHOOK_URL_REFUSED, `The webhook URL is refused: ${why}`);
}
