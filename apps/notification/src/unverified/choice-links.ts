import { createHmac, timingSafeEqual } from 'node:crypto';

/** An address in one shop, without the address itself. */
export interface HashedAddress {
  readonly tenant: string;
  readonly address: string;
}

/**
 * Links with which the owner of a mail address confirms or stops the mails, without signing in. They contain a keyed hash of the address
 * and a signature, so they reveal no address and cannot be made for others.
 */
export class ChoiceLinks {
  constructor(
    private readonly key: string,
    private readonly baseUrl: string,
  ) {}

  hashed(tenant: string, email: string): HashedAddress {
    return { tenant, address: this.hmac('address', `${tenant}\0${email.trim().toLowerCase()}`, 15) };
  }

  /** The page with both choices. */
  pageUrl(of: HashedAddress): string {
    return `${this.baseUrl.replace(/\/$/, '')}/v1/mail-choices/${this.tokenOf(of)}`;
  }

  /** The address of a token; undefined if we have not signed it. */
  read(token: string): HashedAddress | undefined {
    const [address, signature, tenant] = [token.slice(0, 20), token.slice(20, 36), token.slice(36)];
    const [given, right] = [Buffer.from(signature), Buffer.from(this.signatureOf({ tenant, address }))];
    return given.length === right.length && timingSafeEqual(given, right) ? { tenant, address } : undefined;
  }

  /** At most 99 characters, because routers limit the length of a parameter. */
  private tokenOf(of: HashedAddress): string {
    return of.address + this.signatureOf(of) + of.tenant;
  }

  private signatureOf({ tenant, address }: HashedAddress): string {
    return this.hmac('link', `${tenant}\0${address}`, 12);
  }

  private hmac(purpose: string, text: string, bytes: number): string {
    const digest = createHmac('sha256', this.key).update(`${purpose}\0${text}`).digest();
    return digest.subarray(0, bytes).toString('base64url');
  }
}
