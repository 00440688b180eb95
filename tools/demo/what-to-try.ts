import { LISTENERS } from '@waybill/contracts';
import type { Platform } from '@waybill/shop';

/** What a user of a running demo may do next. */
export function whatToTry(urls: Platform['urls'], aboutData: string): string {
  const at = (name: keyof Platform['urls']): string => urls[name].replace('127.0.0.1', 'localhost');
  const docs = (names: readonly (keyof Platform['urls'])[]): string =>
    names.map((name) => `${at(name)}/docs`).join('  ');
  return `
Try it yourself (Ctrl-C ends):
  order API      ${docs(['order'])}
  the others     ${docs(['inventory', 'payment', 'shipping', 'notification'])}
                 ${docs(LISTENERS)} (only listens)
  the mails      ${at('inbox')}
  health         ${at('order')}/health/ready      metrics  ${at('order')}/metrics

In another terminal, place an order of Ada and follow it:
  TOKEN=$(npm run --silent token -- --sub ada)
  curl -s ${at('order')}/v1/orders -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s)" \\
    -H 'Content-Type: application/json' -H 'Prefer: wait=10' -d '{
      "lines": [{ "sku": "TEA-EARL", "quantity": 2 }],
      "shippingAddress": { "name": "Ada", "line1": "12 Square", "city": "London", "postalCode": "SW1Y 4JH", "country": "GB" },
      "paymentMethod": "pm_card_visa"
    }'
  curl -s  ${at('order')}/v1/orders -H "Authorization: Bearer $TOKEN"                  # her orders
  curl -sN ${at('order')}/v1/orders/ID/stream -H "Authorization: Bearer $TOKEN"        # what happens to one, as it happens
  npm run events -- trace --order ID                                                     # every command and event of it, in all services
  curl -s  ${urls.gateway.replace('127.0.0.1', 'localhost')}/sandbox/faults -H 'Content-Type: application/json' \\
    -d '{ "operation": "payment_intents.create", "mode": "error-after", "times": 1 }'      # the gateway fails once; place another order
  npm run audit                                                                          # do all databases and topics agree?

${aboutData}`;
}
