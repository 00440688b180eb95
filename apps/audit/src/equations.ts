import { assertNever } from '@waybill/kernel';
import type { AuditRecord, ParcelRecord, ReturnRecord, StockRecord, WaitingRecord } from './audit-records.js';
import { type Finding, type Moment, goods, isRecent, finding, units, same, sum, time } from './findings.js';
import { hasLeft, checkOrder } from './order-equations.js';

/** The findings of one record; none if all checks hold, or if it changed too recently to check. */
export function findingsOf(record: AuditRecord, moment: Moment): Finding[] {
  switch (record.kind) {
    case 'stock':
      return checkStock(record);
    case 'parcel':
      return checkParcel(record, moment);
    case 'return':
      return checkReturn(record, moment);
    case 'order':
      return checkOrder(record, moment);
    case 'message': {
      const { id, type, topic, inTopic, outbox, missing } = record;
      if (!inTopic)
        return outbox === 'sent' ? [finding('published', id, `${type} in ${topic}`, 'nothing')] : [];
      const unknown =
        outbox === 'unknown' ? [finding('origin', id, 'a row in an outbox', `${type} in ${topic}`)] : [];
      const effects = missing.map((consumer) =>
        finding('effect', id, `a claim of ${consumer}`, `no claim for ${type} in ${topic}`),
      );
      return [...unknown, ...effects];
    }
    case 'view': {
      const { name, differences } = record;
      return same('view', name, '0 differing rows', `${differences} differing rows`);
    }
    case 'waiting':
      return checkWaiting(record, moment);
    default:
      return assertNever(record);
  }
}

function checkStock({ tenant, sku, onHand, reserved, warehouses }: StockRecord): Finding[] {
  const id = `${tenant}/${sku}`;
  return [
    ...same('stock', id, units(sum(warehouses, (row) => row.onHand)), units(onHand)),
    ...same('reserved', id, units(sum(warehouses, (row) => row.reserved)), units(reserved)),
    ...warehouses.flatMap((row) => [
      ...same('stock', `${id}/${row.warehouse}`, units(row.moved), units(row.onHand)),
      ...same('reserved', `${id}/${row.warehouse}`, units(row.held), units(row.reserved)),
    ]),
  ];
}

function checkReturn({ id, returned, restocked }: ReturnRecord, moment: Moment): Finding[] {
  if (returned && (returned.status !== 'COMPLETED' || isRecent([returned], moment))) return [];
  return same('restocked', id, goods(returned?.lines ?? []), goods(restocked));
}

function checkParcel({ id, parcel, taken }: ParcelRecord, moment: Moment): Finding[] {
  if (parcel && isRecent([parcel], moment)) return [];
  const left = parcel && hasLeft(parcel) ? parcel.lines : [];
  return same('shipped', id, goods(left), goods(taken));
}

function checkWaiting(
  { service, what, id, since, detail }: WaitingRecord,
  { at, graceMs }: Moment,
): Finding[] {
  if (PASSES.has(what) && since.getTime() > at.getTime() - graceMs) return [];
  return [finding('stuck', id, `no waiting ${what} in ${service}`, `${detail}, since ${time(since)}`)];
}

/** These are processed without an operator, so they only count after the grace period. */
const PASSES = new Set<WaitingRecord['what']>(['message', 'effect']);
