import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type * as analytics from './openapi/analytics.js';
import type * as inventory from './openapi/inventory.js';
import type * as notification from './openapi/notification.js';
import type * as order from './openapi/order.js';
import type * as payment from './openapi/payment.js';
import type * as shipping from './openapi/shipping.js';

interface Paths {
  readonly order: order.paths;
  readonly inventory: inventory.paths;
  readonly payment: payment.paths;
  readonly shipping: shipping.paths;
  readonly notification: notification.paths;
  readonly analytics: analytics.paths;
}

interface Schemas {
  readonly order: order.components['schemas'];
  readonly inventory: inventory.components['schemas'];
  readonly payment: payment.components['schemas'];
  readonly shipping: shipping.components['schemas'];
  readonly notification: notification.components['schemas'];
  readonly analytics: analytics.components['schemas'];
}

export type Service = keyof Paths;

/** A named schema of a service's API: `Schema<'order', 'Order'>`. */
export type Schema<S extends Service, Name extends keyof Schemas[S]> = Schemas[S][Name];

/** The calls of one service, by method and path. */
export type ServiceClient<S extends Service> = Client<Paths[S]>;

export interface WaybillOptions extends Omit<ClientOptions, 'baseUrl' | 'headers'> {
  /** Bearer token of the caller. */
  readonly token?: string;
  /** Names all calls in logs and messages; each gets one of its own when absent. */
  readonly correlationId?: string;
}

/**
 * A client for each service that has an address. Paths, parameters, bodies and problems are typed as its OpenAPI document says:
 * a call resolves to `data` or to `error`, whose `code` is one of those that the call is known to refuse with.
 */
export function waybill<Urls extends { readonly [S in Service]?: string }>(
  urls: Urls,
  { token, correlationId, ...options }: WaybillOptions = {},
): { readonly [S in keyof Urls & Service]: ServiceClient<S> } {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(correlationId && { 'x-correlation-id': correlationId }),
  };
  const clients = Object.entries<string | undefined>(urls).map(([service, baseUrl = '']) => [
    service,
    createClient({ ...options, baseUrl, headers }),
  ]);
  return Object.fromEntries(clients) as { readonly [S in keyof Urls & Service]: ServiceClient<S> };
}
