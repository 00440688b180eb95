const AGAIN = 'send the feed again: what was placed stays as it is';

const ADVICE: Readonly<Record<string, string>> = {
  FEED_TOO_LONG: 'send the lines behind the last one answered as a feed of their own',
  STOPPING: AGAIN,
  UNAVAILABLE: AGAIN,
  INTERNAL: 'ask with the answer’s X-Correlation-Id: the log has an entry for this line',
  BAD_ENCODING: 'compress the feed as a whole, and send it again: what was placed stays as it is',
  LINE_TOO_LONG: 'see that the lines end in a line feed',
  LINE_NOT_UTF8: 'export the feed as UTF-8',
  NOT_PAID_YET: 'send it again when its state is PAID',
  CANCELLED_AT_MARKETPLACE: 'nothing, or cancel the order if an earlier feed has placed it',
  DISPATCHED_AT_MARKETPLACE: 'nothing, if it was sent from somewhere else',
  IMPORT_CHANGED: 'change the order that is named, or cancel it',
  UNKNOWN_SKU: 'list the product in the catalog, or correct the listing’s seller_sku',
  NOT_CHARGEABLE: 'correct the product’s price in the catalog, or the postage',
  PRODUCT_RETIRED: 'end the listing, and refund the buyer at the marketplace',
  TOTAL_MISMATCH: 'bring the listing’s price and postage up to date, or the catalog’s',
  CURRENCY_MIXED: 'list these products in one currency',
};

/** What to do about a refused line. */
export function adviceFor(code: string): string {
  return ADVICE[code] ?? 'correct the line, and send it again';
}
