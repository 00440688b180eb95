/**
 * Whose data a field of a message is. `customer`: name, address or words of a customer, which an erasure removes wherever the message is
 * stored. `none`: ids, codes, amounts, times, and texts of the shop.
 */
export type FieldClass = 'customer' | 'none';

/** Every field of every message, by its JSON Pointer; `*` is any item. A type with another class for a field has its own entry. */
const FIELDS: Readonly<Record<string, FieldClass | Readonly<Record<string, FieldClass>>>> = {
  '/address/city': 'customer',
  '/address/country': 'customer',
  '/address/line1': 'customer',
  '/address/line2': 'customer',
  '/address/name': 'customer',
  '/address/postalCode': 'customer',
  '/address/region': 'customer',
  '/amount/amount': 'none',
  '/amount/currency': 'none',
  '/available': 'none',
  '/by': 'none',
  '/capturedAt': 'none',
  '/carrier': 'none',
  '/charges/*/amount/amount': 'none',
  '/charges/*/amount/currency': 'none',
  '/charges/*/included': 'none',
  '/charges/*/kind': 'none',
  '/choreographed': 'none',
  '/customerId': 'none',
  '/customerName': 'customer',
  '/deliveredAt': 'none',
  '/delta': 'none',
  '/email': 'customer',
  '/emailVerified': 'none',
  // A mail server may quote the address that it refuses.
  '/error': { 'notification.failed': 'customer' },
  '/eta': 'none',
  '/fulfilment': 'none',
  '/label': 'none',
  '/lines/*/name': 'none',
  '/lines/*/quantity': 'none',
  '/lines/*/restocked': 'none',
  '/lines/*/sku': 'none',
  '/lines/*/tax/amount': 'none',
  '/lines/*/tax/currency': 'none',
  '/lines/*/unitPrice/amount': 'none',
  '/lines/*/unitPrice/currency': 'none',
  '/lines/*/warehouse': 'none',
  '/lines/*/writtenOff': 'none',
  '/method': 'none',
  '/missing/*/quantity': 'none',
  '/missing/*/sku': 'none',
  '/name': {
    'catalog.product-listed': 'none',
    'customer.registered': 'customer',
    'customer.updated': 'customer',
  },
  '/notificationId': 'none',
  '/onHand': 'none',
  '/orderId': 'none',
  '/orderIds/*': 'none',
  '/paymentId': 'none',
  '/paymentMethod': 'none',
  '/previous/amount': 'none',
  '/previous/currency': 'none',
  '/price/amount': 'none',
  '/price/currency': 'none',
  '/quantity': 'none',
  '/reason': {
    'inventory.adjusted': 'none',
    'inventory.release': 'customer',
    'inventory.released': 'customer',
    'order.cancellation-requested': 'customer',
    'order.cancelled': 'customer',
    'order.return-requested': 'customer',
    'payment.refund': 'customer',
    'payment.void': 'customer',
    'shipping.cancel': 'customer',
  },
  '/reference': 'none',
  '/refund/amount': 'none',
  '/refund/currency': 'none',
  '/refund/reason': 'none',
  '/refund/subject': 'none',
  '/refundId': 'none',
  '/refusal/code': 'none',
  '/refusal/detail': 'none',
  '/rejection/code': 'none',
  '/rejection/detail': 'none',
  '/returnId': 'none',
  '/revision': 'none',
  '/settled': 'none',
  '/shippedAt': 'none',
  '/shipmentId': 'none',
  '/shipments/*/carrier': 'none',
  '/shipments/*/eta': 'none',
  '/shipments/*/lines/*/quantity': 'none',
  '/shipments/*/lines/*/sku': 'none',
  '/shipments/*/shipmentId': 'none',
  '/shipments/*/trackingNumber': 'none',
  '/shipments/*/warehouse': 'none',
  '/shippingAddress/city': 'customer',
  '/shippingAddress/country': 'customer',
  '/shippingAddress/line1': 'customer',
  '/shippingAddress/line2': 'customer',
  '/shippingAddress/name': 'customer',
  '/shippingAddress/postalCode': 'customer',
  '/shippingAddress/region': 'customer',
  '/shortages/*/available': 'none',
  '/shortages/*/requested': 'none',
  '/shortages/*/sku': 'none',
  '/shorted/*/missing/*/quantity': 'none',
  '/shorted/*/missing/*/sku': 'none',
  '/shorted/*/shipmentId': 'none',
  '/sku': 'none',
  '/template': 'none',
  '/threshold': 'none',
  '/total/amount': 'none',
  '/total/currency': 'none',
  '/trackingNumber': 'none',
  '/warehouse': 'none',
};

/** The class of a field; undefined if it has none yet. */
export function classOf(type: string, pointer: string): FieldClass | undefined {
  const found = FIELDS[pointer];
  return typeof found === 'object' ? found[type] : found;
}

/** All classified fields, for the check that none is left over. */
export function classifiedFields(): readonly (readonly [
  pointer: string,
  types: readonly string[] | 'all',
])[] {
  return Object.entries(FIELDS).map(([pointer, found]) => [
    pointer,
    typeof found === 'object' ? Object.keys(found) : 'all',
  ]);
}

/** No carrier delivers to this country. Schemas demand two letters. */
const NO_COUNTRY = 'ZZ';

/**
 * The data of a message without what it says about a customer: such texts are empty, as in messages about a customer who was erased before.
 * A field without a class is emptied too: a newer version of the service may have sent it.
 */
export function withoutPersonalData(type: string, data: unknown, pointer = ''): unknown {
  if (Array.isArray(data)) return data.map((item) => withoutPersonalData(type, item, `${pointer}/*`));
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        name,
        withoutPersonalData(type, value, `${pointer}/${name}`),
      ]),
    );
  if (typeof data !== 'string' || classOf(type, pointer) === 'none') return data;
  return pointer.endsWith('/country') ? NO_COUNTRY : '';
}
