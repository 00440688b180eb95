import { defineErrors } from '@waybill/kernel';

export const importErrors = defineErrors({
  IMPORTS_NOT_SET_UP: {
    status: 404,
    description:
      'BAZAAR_PAYMENT_METHOD has no method of the tenant, so orders of the marketplace cannot be paid.',
  },
  TOO_MANY_IMPORTS: {
    status: 429,
    description: 'The tenant runs too many imports (`IMPORTS_PER_TENANT`). Retry when one has ended.',
  },
  STOPPING: { status: 422, description: 'The service is shutting down. Send the feed again.' },
  FEED_TOO_LONG: { status: 422, description: 'A feed has at most 50,000 lines.' },
  LINE_TOO_LONG: { status: 422, description: 'A line of the feed has at most 256 KiB.' },
  LINE_NOT_UTF8: { status: 422, description: 'A line of the feed is not UTF-8.' },
  NOT_PAID_YET: { status: 422, description: 'The buyer has not paid at the marketplace.' },
  CANCELLED_AT_MARKETPLACE: { status: 422, description: 'The marketplace has cancelled the order.' },
  DISPATCHED_AT_MARKETPLACE: { status: 422, description: 'The marketplace says that the order was sent.' },
  IMPORT_CHANGED: {
    status: 422,
    description: 'The order was imported before with other lines, another total or another address.',
  },
});
