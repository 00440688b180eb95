import { type Service, type ServiceClient, type WaybillOptions, waybill } from '@waybill/client';
import { type TokenClaims, token } from '@waybill/testing';

/** The services as a caller with these claims sees them, by their typed client. */
export async function clientsOf<Urls extends { readonly [S in Service]?: string }>(
  { urls }: { readonly urls: Urls },
  claims: TokenClaims,
  options: WaybillOptions = {},
): Promise<{ readonly [S in keyof Urls & Service]: ServiceClient<S> }> {
  return waybill(urls, { ...options, token: await token(claims) });
}
