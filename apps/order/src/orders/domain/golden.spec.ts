import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fold, newestVersion, upcast } from '@waybill/kernel';
import { evolve } from './evolve.js';
import { type OrderState, cancellingOf, refundsOf, shipmentsOf, statusOf } from './order-state.js';
import type { OrderEvent } from './order.events.js';
import { orderUpcasters } from './order.upcasters.js';
import type { LineChanges } from './changed-lines.js';
import type { Shipment } from './shipments.js';

/** Events as they were stored once, and the state that they must still give. Add files; never edit them. */
interface Golden {
  /** The version of `state`; 2 when absent. */
  readonly stateVersion?: 3;
  readonly events: readonly {
    readonly type: OrderEvent['type'];
    readonly schemaVersion: number;
    readonly data: unknown;
    readonly at: string;
  }[];
  readonly state: object;
}

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder).map((file) => ({
  file,
  ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden),
}));

/** Every event type that the domain declares. */
const types = globSync('*.ts', { cwd: import.meta.dirname }).flatMap((file) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  return [...text.matchAll(/ = DomainEvent<\s*'(order\.[\w-]+)'/g)].map(([, type]) => type!);
});

describe('a stored order', () => {
  it.each(goldens)('has the same state for ever: $file', ({ events, state, stateVersion = 2 }) => {
    const newest = events.map(
      ({ type, schemaVersion, data, at }) =>
        ({ type, data: upcast(orderUpcasters, type, schemaVersion, data), at: new Date(at) }) as OrderEvent,
    );
    const folded = fold(evolve, newest);
    if (stateVersion === 3) expect(folded).toEqual(state);
    // Version 2 kept more fields. Those that are still kept must be equal.
    else expect(state).toMatchObject(flat(folded));
  });

  it.each(types)('has a sample of every version of %s', (type) => {
    const versions = goldens
      .flatMap(({ events }) => events.filter((event) => event.type === type))
      .map(({ schemaVersion }) => schemaVersion);
    const all = Array.from({ length: newestVersion(orderUpcasters, type) }, (_, index) => index + 1);
    expect([...new Set(versions)].sort()).toEqual(all);
  });
});

/** The state in the shape of version 2: one record with all fields, and the first shipment in a field of its own. */
function flat(state: OrderState): object {
  const shipments = shipmentsOf(state);
  const [first] = shipments;
  const shorted = refundsOf(state)
    .filter(({ reason }) => reason === 'short-pick')
    .map(({ subject, lines, amount }) => ({ shipmentId: subject, lines, refund: amount }));
  const cancellation = state.status === 'CANCELLED' ? state.cancellation : cancellingOf(state);
  const { customerId, contact = '', lines, charges, total } = state;
  return {
    status: statusOf(state),
    customerId,
    contact,
    lines,
    charges,
    total,
    ...('paymentMethod' in state && { paymentMethod: state.paymentMethod }),
    ...('paymentId' in state && { paymentId: state.paymentId }),
    ...('captured' in state && { captured: state.captured }),
    ...('reserved' in state && state.reserved && state.reserved.length > 0 && { goods: state.reserved }),
    ...(first && shipments.length === 1 && { shipment: trackingOf(first) }),
    ...(shipments.length > 1 && { parcels: shipments }),
    ...(state.status === 'REJECTED' && { rejection: state.rejection }),
    ...(shorted.length > 0 && { shorted }),
    ...(cancellation && { cancellation }),
    ...('lineChanges' in state && flatChanges(state.lineChanges)),
    ...('returns' in state && state.returns.length > 0 && { returns: state.returns }),
  };
}

function flatChanges({ revision, last }: LineChanges): object {
  return { ...(revision > 0 && { revision }), ...(last && { change: last }) };
}

function trackingOf({ shipmentId, carrier, trackingNumber, eta }: Shipment): object {
  return { shipmentId, carrier, trackingNumber, eta };
}
