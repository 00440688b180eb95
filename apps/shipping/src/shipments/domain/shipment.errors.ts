import { defineErrors } from '@waybill/kernel';

export const shipmentErrors = defineErrors({
  SHIPMENT_UNKNOWN: { status: 422, description: 'The order has no shipment.' },
  NOT_BOOKED: { status: 409, description: 'The carrier has not booked the shipment.' },
  ORDER_NOT_CONFIRMED: { status: 409, description: 'The order of the shipment is not confirmed.' },
  NOT_LABELLED: { status: 409, description: 'The shipment has no label yet.' },
  NOT_SHIPPED: { status: 409, description: 'The shipment has not left the warehouse.' },
  PICK_INCOMPLETE: { status: 422, description: 'A line of the shipment is missing in the pick.' },
  PICK_TOO_MUCH: { status: 422, description: 'The pick has more units of a SKU than the shipment.' },
  PICK_UNKNOWN_SKU: { status: 422, description: 'The pick has a SKU that is not in the shipment.' },
});
