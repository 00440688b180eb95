import { type Schema, type ServiceClient, waybill } from '@waybill/client';
import { LeanHttp } from './lean-http.js';

/** The typed client of the order service with this number of connections. */
export class LoadClient {
  readonly orders: ServiceClient<'order'>;
  private readonly http: LeanHttp;

  constructor(url: string, token: string, connections: number) {
    this.http = new LeanHttp(connections);
    const { fetch, Request } = this.http;
    this.orders = waybill({ order: url }, { token, fetch, Request }).order;
  }

  place(body: Schema<'order', 'OrderBody'>, idempotencyKey: string) {
    const header = { 'Idempotency-Key': idempotencyKey };
    return this.orders.POST('/v1/orders', { params: { header }, body });
  }

  close(): void {
    this.http.close();
  }
}
