/** One order, told through all examples: two packets of tea for Ada. */
export const orderId = '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f';
export const shipmentId = '01a1fd89-ae6a-7769-84b5-a1c83705b48b';
export const paymentId = 'pi_3SWaybill1867';
export const returnId = '01a1fdc2-0f3e-7b0a-9a51-d2f2c3a4b5c6';

export const euro = (amount: number) => ({ amount, currency: 'EUR' });
export const tea = { sku: 'TEA-EARL', quantity: 2 };
export const total = euro(2_293);
export const charges = [{ kind: 'postage', amount: euro(495) }];
export const teaLine = { ...tea, name: 'Earl Grey, 250 g', unitPrice: euro(899) };

export const customer = {
  orderId,
  customerId: 'ada',
  email: 'ada@example.com',
  customerName: 'Ada Lovelace',
};
export const home = {
  name: 'Ada Lovelace',
  line1: '12 Square',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};
export const tracked = {
  carrier: 'Wayfarer Parcels',
  trackingNumber: 'WF7D987E4C98CB82F2E088B516',
  eta: '2026-11-23T09:57:01.176Z',
};
export const parcel = { shipmentId, ...tracked };
