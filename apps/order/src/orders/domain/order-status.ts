export const ORDER_STATUSES = [
  'DRAFT',
  'PENDING',
  'RESERVED',
  'AUTHORIZED',
  'CONFIRMED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLING',
  'CANCELLED',
  'REJECTED',
] as const;

/** The status is the semantic lock: it says which step runs, and so what may be done to the order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];
