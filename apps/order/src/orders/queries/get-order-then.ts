import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, fold, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import diff from 'microdiff';
import { z } from 'zod';
import { evolve } from '../domain/evolve.js';
import type { OrderEvent } from '../domain/order.events.js';
import { project } from '../order-summary.js';
import { type OrderView, viewOf } from '../order-view.js';
import type { OrderRow, OrderRows } from '../order.rows.js';

/** A point in the history of an order: after this many of its events, or at a time. */
export type Moment = { readonly version: number } | { readonly asOf: Date };

export class GetOrderThen extends Query<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly moment: Moment,
  ) {
    super();
  }
}

/**
 * Folds the order's events up to the moment. Name and address are always the current ones, because they can be erased and events do not
 * contain them.
 */
@QueryHandler(GetOrderThen)
export class GetOrderThenHandler implements IQueryHandler<GetOrderThen> {
  constructor(private readonly rows: OrderRows) {}

  async execute({ orderId, reader, moment }: GetOrderThen): Promise<OrderView> {
    const { row, events } = await past(this.rows, orderId, reader);
    return viewThen(row, upTo(events, moment, orderId), reader.admin);
  }
}

/** One value that differs between two versions of an order. */
export const orderChange = z
  .object({
    path: z.string().meta({ description: 'JSON Pointer (RFC 6901) into the order' }),
    before: z.unknown().optional().meta({ description: 'Absent if the value did not exist before' }),
    after: z.unknown().optional().meta({ description: 'Absent if the value no longer exists' }),
  })
  .meta({ id: 'OrderChange' });
export const orderDifference = z
  .object({
    from: z.int(),
    to: z.int(),
    events: z.array(z.string()).meta({ description: 'Types of the events between the two versions' }),
    changes: z.array(orderChange),
  })
  .meta({
    id: 'OrderDifference',
    example: {
      from: 4,
      to: 5,
      events: ['order.confirmed'],
      changes: [{ path: '/status', before: 'AUTHORIZED', after: 'CONFIRMED' }],
    },
  });
export type OrderDifference = z.infer<typeof orderDifference>;

export class CompareOrder extends Query<OrderDifference> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly from: number,
    readonly to: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(CompareOrder)
export class CompareOrderHandler implements IQueryHandler<CompareOrder> {
  constructor(private readonly rows: OrderRows) {}

  async execute({ orderId, reader, from, to }: CompareOrder): Promise<OrderDifference> {
    const { row, events } = await past(this.rows, orderId, reader);
    const until = to ?? row.summary.version;
    const [one, other] = [from, until].map((version) =>
      viewThen(row, upTo(events, { version }, orderId), reader.admin),
    ) as [OrderView, OrderView];
    const [first, last] = [from, until].sort((a, b) => a - b) as [number, number];
    return {
      from,
      to: until,
      events: events.slice(first, last).map(({ type }) => type),
      changes: diff(one, other).map((change) => ({
        path: change.path
          .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
          .join(''),
        ...('oldValue' in change && { before: change.oldValue as unknown }),
        ...('value' in change && { after: change.value as unknown }),
      })),
    };
  }
}

async function past(rows: OrderRows, orderId: OrderId, reader: Principal) {
  const row = await rows.find(orderId, reader);
  if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
  return { row, events: await rows.events(orderId) };
}

function upTo(events: readonly OrderEvent[], moment: Moment, orderId: OrderId): readonly OrderEvent[] {
  const then =
    'version' in moment
      ? events.slice(0, moment.version)
      : events.filter(({ at }) => at.getTime() <= moment.asOf.getTime());
  const missing = 'version' in moment ? then.length < moment.version : then.length === 0;
  if (!missing) return then;
  const [first] = events;
  throw new DomainError(
    commonErrors.NOT_FOUND,
    'version' in moment
      ? `Order ${orderId} has ${events.length} versions (requested: ${moment.version}).`
      : `Order ${orderId} was placed at ${first?.at.toISOString()}, after ${moment.asOf.toISOString()}.`,
  );
}

function viewThen({ summary, contact }: OrderRow, events: readonly OrderEvent[], admin: boolean): OrderView {
  const state = fold(evolve, events);
  const { id, tenant } = summary;
  return viewOf(project(undefined, { id, tenant, state, version: events.length }, events), contact, admin);
}
