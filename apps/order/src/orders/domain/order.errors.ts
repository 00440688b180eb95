import { defineErrors } from '@waybill/kernel';

/** Errors that the rules of an order throw. */
export const orderErrors = defineErrors({
  INVALID_QUANTITY: { status: 400, description: 'A quantity is a whole number from 1 to 100,000.' },
  COUNTRY_UNKNOWN: { status: 400, description: 'A country is an ISO 3166 alpha-2 code.' },
  RETURN_EMPTY: { status: 400, description: 'A return needs at least one line.' },
  ORDER_EMPTY: { status: 422, description: 'An order needs at least one line.' },
  TOO_MANY_LINES: { status: 422, description: 'An order has at most 1000 lines.' },
  DUPLICATE_SKU: { status: 422, description: 'Two lines have the same SKU. Add the quantities up.' },
  TOTAL_MISMATCH: {
    status: 422,
    description: 'The total at current catalog prices differs from `expectedTotal`.',
  },
  ADDRESS_MISSING: { status: 422, description: 'A draft needs a shipping address before it is placed.' },
  PAYMENT_METHOD_MISSING: {
    status: 422,
    description: 'Neither the draft nor the request names a payment method.',
  },
  TOO_MANY_DRAFTS: {
    status: 409,
    description: 'The customer has too many drafts (`DRAFTS_PER_CUSTOMER`). Place or cancel one first.',
  },
  ORDER_NOT_DRAFT: {
    status: 409,
    description: 'The order was placed or discarded; only a draft can be edited.',
  },
  ORDER_NOT_CHANGEABLE: {
    status: 409,
    description: 'The shipment of the order is being booked, or the order has ended.',
  },
  ORDER_CHANGING: {
    status: 409,
    description: 'An earlier change of the order is still in progress. Retry later.',
  },
  TOTAL_WOULD_CHANGE: {
    status: 409,
    description: 'The tax of the new country would change the total. Cancel the order and place a new one.',
  },
  ORDER_ALREADY_SHIPPED: {
    status: 409,
    description: 'A shipment has left the warehouse. Request a return after the delivery.',
  },
  ORDER_REJECTED: { status: 409, description: 'The order was rejected, so there is nothing to cancel.' },
  ORDER_NOT_DELIVERED: {
    status: 409,
    description: 'The order has not been delivered, so it cannot be returned.',
  },
  RETURN_RECEIVED: { status: 409, description: 'The return was already received with other quantities.' },
  RETURN_TOO_LARGE: {
    status: 409,
    description: 'More units are returned than were delivered, or received than were announced.',
  },
});
