import type { CustomerId, OrderId, Sku } from '@waybill/contracts/ids';
import type { EventLog } from '@waybill/event-store';
import type { Principal } from '@waybill/platform';
import { MOST_EXAMINED, directionOf, timePositionOf } from '@waybill/platform';
import type { Pool } from 'pg';
import type { OrderEvent } from './domain/order.events.js';
import type { OrderMark } from './order-signals.js';
import type { OrderSummary } from './order-summary.js';
import type { ContactData } from './order-view.js';
import type { HistoryEntry } from './history-entry.js';
import { wordsOf } from './words.js';

export interface OrderFilter {
  readonly sort: '-placedAt' | 'placedAt';
  readonly status?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly customerId?: CustomerId | undefined;
  readonly sku?: Sku | undefined;
  /** The order number at a marketplace. */
  readonly reference?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface OrderRow {
  readonly summary: OrderSummary;
  readonly contact: ContactData | null;
}

/** A request that changed an order. */
export interface RequestOfOrder {
  readonly version: number;
  readonly at: Date;
  readonly userId: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly correlationId: string;
}

const COLUMNS = `s.id, s.tenant, s.customer_id AS "customerId", s.status, s.version, s.placed_at AS "placedAt",
  s.updated_at AS "updatedAt", s.currency, s.total, s.charges, s.progress,
  c.customer_name AS "customerName", c.email, c.address, c.words`;
/** Stored bytes of lines that a list reads. */
const MOST_LINE_BYTES = 262_144;
/** The lines of an order in a list: null once the orders before it have that many. */
const LISTED_LINES = `CASE WHEN coalesce(sum(pg_column_size(s.lines)) OVER earlier, 0) < ${MOST_LINE_BYTES} THEN s.lines END AS lines`;
const EARLIER = 'ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';
const FROM = `FROM order_summaries s LEFT JOIN contacts c ON c.id = coalesce(s.progress->>'contact', s.id)`;

/** A place in a list. */
interface Position {
  readonly at: Date;
  readonly id: string;
}

/** The conditions of a list, and the values of their parameters. */
class Selection {
  readonly values: unknown[] = [];
  private readonly conditions: string[] = [];

  get where(): string {
    return this.conditions.join(' AND ');
  }

  add(condition: (parameter: string) => string, value: unknown): void {
    this.values.push(value);
    this.conditions.push(condition(`$${this.values.length}`));
  }

  /** Compares the position of an order with another one. */
  compare(operator: string, { at, id }: Position): void {
    this.values.push(at, id);
    const [first, second] = [this.values.length - 1, this.values.length];
    this.conditions.push(`(s.placed_at, s.id) ${operator} ($${first}::timestamptz, $${second}::text)`);
  }
}

interface Readable {
  readonly tenant: string;
  readonly customerId: string | undefined;
}

/** Selects by everything that has an index. */
function selectionOf(filter: OrderFilter, { tenant, customerId }: Readable): Selection {
  const selection = new Selection();
  selection.add((p) => `s.tenant = ${p}`, tenant);
  if (customerId !== undefined) selection.add((p) => `s.customer_id = ${p}`, customerId);
  if (filter.status !== undefined) selection.add((p) => `s.status = ${p}`, filter.status);
  if (filter.from !== undefined) selection.add((p) => `s.placed_at >= ${p}`, filter.from);
  if (filter.to !== undefined) selection.add((p) => `s.placed_at < ${p}`, filter.to);
  if (filter.reference !== undefined)
    selection.add(
      (p) =>
        `s.id = ANY(ARRAY(SELECT order_id FROM imported_orders WHERE tenant = $1 AND external_id = ${p}))`,
      filter.reference,
    );
  const position = timePositionOf(filter);
  if (position) selection.compare(directionOf(filter.sort).beyond, position);
  return selection;
}

/** The SQL of the order queries. Each statement filters by tenant, and by customer unless the caller is an admin. */
export class OrderRows {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
  ) {}

  async find(id: OrderId, { tenant, subject, admin }: Principal): Promise<OrderRow | undefined> {
    const { rows } = await this.pool.query<OrderSummary & ContactData>({
      name: 'order_find',
      text: `SELECT ${COLUMNS}, s.lines ${FROM} WHERE s.id = $1 AND s.tenant = $2 AND ($3 OR s.customer_id = $4)`,
      values: [id, tenant, admin, subject],
    });
    return rows[0] && split(rows[0]);
  }

  /** Of the orders that have a newer version than the known one. For no reader: the caller filters by tenant and customer. */
  async marks(known: ReadonlyMap<OrderId, number>): Promise<OrderMark[]> {
    const { rows } = await this.pool.query<OrderMark>({
      name: 'order_marks',
      text: `SELECT s.id, s.version, s.status FROM unnest($1::text[], $2::int[]) AS known (id, version)
             JOIN order_summaries s ON s.id = known.id AND s.version > known.version`,
      values: [[...known.keys()], [...known.values()]],
    });
    return rows;
  }

  /** The first 100 requests that changed the order, oldest first. */
  async origins(id: OrderId): Promise<RequestOfOrder[]> {
    const { rows } = await this.pool.query<RequestOfOrder>({
      name: 'order_origins',
      text: `SELECT min(e.version) AS version, o.at, e.metadata->>'userId' AS "userId", o.ip, o.user_agent AS "userAgent",
          e.metadata->>'correlationId' AS "correlationId"
        FROM events e JOIN request_origins o ON o.id = e.metadata->>'origin'
        WHERE e.stream_id = $1 GROUP BY o.id, e.metadata->>'userId', e.metadata->>'correlationId'
        ORDER BY version LIMIT 100`,
      values: [id],
    });
    return rows;
  }

  /** Counts up to `most`. */
  async countDrafts({ tenant, subject }: Principal, most: number): Promise<number> {
    const { rows } = await this.pool.query<{ drafts: number }>({
      name: 'order_drafts',
      text: `SELECT count(*)::int AS drafts FROM (SELECT FROM order_summaries
             WHERE tenant = $1 AND customer_id = $2 AND status = 'DRAFT' LIMIT $3) counted`,
      values: [tenant, subject, most],
    });
    return rows[0]?.drafts ?? 0;
  }

  /**
   * Reads one row more than the limit, which shows whether there is another page. Where the lines of the orders are large, the first
   * `complete` rows have their lines, and a page ends there. A search by SKU examines MOST_EXAMINED orders, because an index on the lines
   * would cost every change of an order; where it ends before the page is full, `end` is the position of the last one.
   */
  async list(
    filter: OrderFilter,
    { tenant, subject, admin }: Principal,
  ): Promise<{ readonly rows: OrderRow[]; readonly complete: number; readonly end?: readonly string[] }> {
    const { order, within } = directionOf(filter.sort);
    const sorted = `ORDER BY s.placed_at ${order}, s.id ${order}`;
    const selection = selectionOf(filter, { tenant, customerId: admin ? filter.customerId : subject });
    let end: Position | undefined;
    if (filter.sku !== undefined) {
      end = await this.lastExamined(selection, sorted);
      if (end) selection.compare(within, end);
      selection.add((sku) => `s.lines @> ${sku}::jsonb`, JSON.stringify([{ sku: filter.sku }]));
    }
    const { rows } = await this.pool.query<OrderSummary & ContactData>(
      `SELECT ${COLUMNS}, ${LISTED_LINES} ${FROM} WHERE ${selection.where}
       WINDOW earlier AS (${sorted} ${EARLIER}) ${sorted} LIMIT $${selection.values.length + 1}`,
      [...selection.values, filter.limit + 1],
    );
    const firstWithoutLines = rows.findIndex(({ lines }) => lines === null);
    return {
      rows: rows.map(split),
      complete: firstWithoutLines < 0 ? rows.length : firstWithoutLines,
      ...(end ? { end: [end.at.toISOString(), end.id] } : {}),
    };
  }

  /** The position of the last order that a search examines; undefined if it examines all. */
  private async lastExamined({ where, values }: Selection, sorted: string): Promise<Position | undefined> {
    const { rows } = await this.pool.query<Position>(
      `SELECT s.placed_at AS at, s.id FROM order_summaries s WHERE ${where} ${sorted} OFFSET ${MOST_EXAMINED - 1} LIMIT 1`,
      values,
    );
    return rows[0];
  }

  /** All of an order's events, oldest first. */
  async events(id: OrderId): Promise<OrderEvent[]> {
    const events = await this.log.readStream(id);
    return events.map(({ type, data, at }) => ({ type, data, at }) as OrderEvent);
  }

  /** Oldest first, after a version. */
  async history(
    id: OrderId,
    range: { readonly after: number; readonly limit?: number },
  ): Promise<HistoryEntry[]> {
    const events = await this.log.readStream(id, range);
    const said = await this.reasonsOf(id, events);
    return events.map(({ version, type, at, data, metadata }) => ({
      version,
      type,
      at: at.toISOString(),
      data: said(type, data as HistoryEntry['data']),
      userId: metadata.userId ?? null,
      correlationId: metadata.correlationId,
      causationId: metadata.causationId,
    }));
  }

  /** Replaces references to the customer's words by the words. Most histories have none, and need no query. */
  private async reasonsOf(
    id: OrderId,
    events: readonly { readonly type: string }[],
  ): Promise<(type: string, data: HistoryEntry['data']) => HistoryEntry['data']> {
    if (!events.some(({ type }) => WITH_WORDS.has(type))) return (_, data) => data;
    const { rows } = await this.pool.query<Pick<ContactData, 'words'>>(
      `SELECT c.words FROM order_summaries s JOIN contacts c ON c.id = coalesce(s.progress->>'contact', s.id)
       WHERE s.id = $1`,
      [id],
    );
    return (type, data) =>
      WITH_WORDS.has(type) ? { ...data, reason: wordsOf(rows[0], data as { reason: string }) } : data;
  }
}

/** Events with words of the customer. */
const WITH_WORDS = new Set([
  'order.cancellation-requested',
  'order.cancelled',
  'order.draft-discarded',
  'order.return-requested',
]);

function split({ customerName, email, address, words, ...summary }: OrderSummary & ContactData): OrderRow {
  return { summary, contact: address ? { customerName, email, address, words: words ?? null } : null };
}
