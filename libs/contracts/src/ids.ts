import type { Flavor } from '@waybill/kernel';

// Types alone, so that domain code can import them.

export type OrderId = Flavor<string, 'OrderId'>;
/** The subject of the customer's token. */
export type CustomerId = Flavor<string, 'CustomerId'>;
/** What the catalog and the warehouses call a product. */
export type Sku = Flavor<string, 'Sku'>;
export type ShipmentId = Flavor<string, 'ShipmentId'>;
export type ReturnId = Flavor<string, 'ReturnId'>;
/** The gateway's id of a payment. */
export type PaymentId = Flavor<string, 'PaymentId'>;
/** Number of units. */
export type Quantity = Flavor<number, 'Quantity'>;
