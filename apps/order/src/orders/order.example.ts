/** The order in examples of the OpenAPI document. */
export const ORDER_EXAMPLE = {
  id: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
  customerId: 'ada',
  customerName: 'Ada Lovelace',
  status: 'CONFIRMED',
  version: 5,
  lines: [
    {
      sku: 'TEA-EARL',
      name: 'Earl Grey, 250 g',
      quantity: 2,
      unitPrice: { amount: 899, currency: 'EUR' },
      lineTotal: { amount: 1798, currency: 'EUR' },
    },
  ],
  charges: [{ kind: 'postage', amount: { amount: 495, currency: 'EUR' } }],
  total: { amount: 2293, currency: 'EUR' },
  refunded: { amount: 0, currency: 'EUR' },
  itemCount: 2,
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 Square',
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
  },
  shipments: [
    {
      id: '01a1fd89-ae6a-7769-84b5-a1c83705b48b',
      carrier: 'Wayfarer Parcels',
      trackingNumber: 'WF7D987E4C98CB82F2E088B516',
      eta: '2026-11-23T09:57:01.176Z',
      status: 'booked',
      lines: [{ sku: 'TEA-EARL', quantity: 2 }],
    },
  ],
  returns: [],
  placedAt: '2026-11-21T09:57:01.097Z',
  updatedAt: '2026-11-21T09:57:01.212Z',
  confirmedAt: '2026-11-21T09:57:01.212Z',
  paidAt: '2026-11-21T09:57:01.205Z',
};
