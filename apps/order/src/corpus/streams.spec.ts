import { describe, expect, it } from '@jest/globals';
import { type Upcasters, fold, upcast } from '@waybill/kernel';
import type { StoredEvent } from '@waybill/event-store';
import { evolve } from '../orders/domain/evolve.js';
import { type OrderState, statusOf } from '../orders/domain/order-state.js';
import { ORDER_STATUSES } from '../orders/domain/order-status.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { orderUpcasters } from '../orders/domain/order.upcasters.js';
import { project } from '../orders/order-summary.js';
import { viewOf } from '../orders/order-view.js';
import { corpora } from './corpus.js';

function newest(events: readonly StoredEvent[], upcasters: Upcasters = orderUpcasters): OrderEvent[] {
  return events.map(
    ({ type, schemaVersion, data, at }) =>
      ({ type, data: upcast(upcasters, type, schemaVersion, data), at }) as OrderEvent,
  );
}

const stateOf = (events: readonly StoredEvent[], upcasters?: Upcasters): OrderState =>
  fold(evolve, newest(events, upcasters));

describe.each(corpora)('a stream of orders that build $commit stored', ({ streams }) => {
  it.each(streams)('has after each commit the status that its view showed: $id', ({ events, statuses }) => {
    const folded = statuses.map(([version]) => [version, statusOf(stateOf(events.slice(0, version)))]);
    expect(folded).toEqual(statuses);
  });

  it.each(streams)('makes the row that the build wrote, as readers see it: $id', (stream) => {
    const { id, events, contact, summary } = stream;
    const after = { id, tenant: summary.tenant, state: stateOf(events), version: events.length };
    const projected = project(undefined, after, newest(events));
    expect(viewOf(projected, contact)).toEqual(viewOf(summary, contact));
  });

  it('covers every status', () => {
    const seen = new Set(streams.flatMap(({ statuses }) => statuses.map(([, status]) => status)));
    expect([...seen].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('needs the upcasters: without them states are wrong or not made at all', () => {
    const isRight = ({ events, summary }: (typeof streams)[number]): boolean => {
      try {
        expect(stateOf(events, {})).toEqual(stateOf(events));
        return statusOf(stateOf(events, {})) === summary.status;
      } catch {
        return false;
      }
    };
    const placed = streams.filter(({ statuses }) => statuses.some(([, status]) => status === 'PENDING'));
    expect(placed.filter(isRight)).toEqual([]);
  });
});
