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

/** The status is the semantic lock: it shows which step is running, and therefore which commands are allowed. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];
