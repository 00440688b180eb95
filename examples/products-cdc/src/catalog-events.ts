import { createHash } from 'node:crypto';
import { catalogPriceChanged, catalogProductListed, catalogProductRetired } from '@waybill/contracts';
import { type MessageType, money } from '@waybill/kernel';
import { type OutboxMessage, type RowChange, shardOf } from '@waybill/outbox';
import { v7 } from 'uuid';

/** The columns of the order service's table, which are now a contract that nobody signed. */
interface ProductRow {
  readonly tenant: string;
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
  readonly active: boolean;
}

/** What a change of a row of `products` means, as far as the row tells. */
export function catalogEvents(change: RowChange): OutboxMessage[] {
  const before = change.kind === 'insert' ? undefined : whole(change.before);
  const after = change.kind === 'delete' ? undefined : whole(change.after);
  // A product that is not active is none to the outside.
  const was = before?.active ? before : undefined;
  const is = after?.active ? after : undefined;
  const moved = was?.sku !== is?.sku || was?.tenant !== is?.tenant;
  const events: OutboxMessage[] = [];
  const tell = <Data>(type: MessageType<string, Data>, { tenant, sku }: ProductRow, data: Data): void => {
    events.push(message(change, events.length, type, tenant, sku, data));
  };
  if (was && moved) tell(catalogProductRetired, was, { sku: was.sku });
  if (is && moved) tell(catalogProductListed, is, { sku: is.sku, name: is.name, price: priceOf(is) });
  if (was && is && !moved && (was.price !== is.price || was.currency !== is.currency))
    tell(catalogPriceChanged, is, { sku: is.sku, price: priceOf(is), previous: priceOf(was) });
  return events;
}

function whole(row: object | undefined): ProductRow {
  if (row && 'active' in row) return row as ProductRow;
  throw new Error(
    'the WAL has only the keys of changed products: ALTER TABLE products REPLICA IDENTITY FULL',
  );
}

function priceOf({ price, currency }: ProductRow) {
  return money(price, currency);
}

/**
 * Named after its place in the WAL, so that a change that is told again has the id that it had, and a consumer's claim knows it.
 * Which request caused it, and whose it was, stands nowhere: it is its own cause.
 */
function message<Data>(
  { place, committedAt }: RowChange,
  nr: number,
  type: MessageType<string, Data>,
  tenant: string,
  sku: string,
  data: Data,
): OutboxMessage {
  const random = createHash('sha256').update(`${place}/${nr}`).digest();
  const id = v7({ msecs: committedAt.getTime(), random: random.subarray(0, 16) });
  return {
    position: 0,
    shard: shardOf(sku),
    topic: type.topic,
    key: sku,
    id,
    type: type.type,
    version: type.version,
    source: '/products',
    time: committedAt,
    correlationId: id,
    causationId: id,
    userId: null,
    tenant,
    traceparent: `00-${random.toString('hex', 0, 16)}-${random.toString('hex', 16, 24)}-00`,
    aggregateType: null,
    aggregateVersion: null,
    body: JSON.stringify(data),
  };
}
