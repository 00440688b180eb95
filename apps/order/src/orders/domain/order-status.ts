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

/** The status is the semantic lock of the saga: it shows which step is running, and determines which commands are allowed. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];
