import { assertNever } from '@waybill/kernel';
import type { Book, ParcelBook, ReturnBook, StockBook, WaitingBook } from './books.js';
import { type Finding, type Moment, goods, isRecent, lie, pieces, same, sum, time } from './findings.js';
import { hasLeft, judgeOrder } from './order-equations.js';

/** The findings of one book: none when all that can be said of it holds, or when it is still on its way. */
export function judge(book: Book, moment: Moment): Finding[] {
  switch (book.kind) {
    case 'stock':
      return judgeStock(book);
    case 'parcel':
      return judgeParcel(book, moment);
    case 'return':
      return judgeReturn(book, moment);
    case 'order':
      return judgeOrder(book, moment);
    case 'message': {
      const { id, type, topic, inTopic, outbox, missing } = book;
      if (!inTopic) return outbox === 'sent' ? [lie('published', id, `${type} in ${topic}`, 'nothing')] : [];
      const unknown =
        outbox === 'unknown' ? [lie('origin', id, 'a row in an outbox', `${type} in ${topic}`)] : [];
      const effects = missing.map((consumer) =>
        lie('effect', id, `a claim of ${consumer}`, `none, of ${type} in ${topic}`),
      );
      return [...unknown, ...effects];
    }
    case 'view': {
      const { name, differences } = book;
      return same('view', name, '0 rows that differ', `${differences} rows that differ`);
    }
    case 'waiting':
      return judgeWaiting(book, moment);
    default:
      return assertNever(book);
  }
}

function judgeStock({ tenant, sku, onHand, reserved, houses }: StockBook): Finding[] {
  const id = `${tenant}/${sku}`;
  return [
    ...same('stock', id, pieces(sum(houses, (house) => house.onHand)), pieces(onHand)),
    ...same('reserved', id, pieces(sum(houses, (house) => house.reserved)), pieces(reserved)),
    ...houses.flatMap((house) => [
      ...same('stock', `${id}/${house.warehouse}`, pieces(house.moved), pieces(house.onHand)),
      ...same('reserved', `${id}/${house.warehouse}`, pieces(house.held), pieces(house.reserved)),
    ]),
  ];
}

function judgeReturn({ id, returned, restocked }: ReturnBook, moment: Moment): Finding[] {
  if (returned && (returned.status !== 'COMPLETED' || isRecent([returned], moment))) return [];
  return same('restocked', id, goods(returned?.lines ?? []), goods(restocked));
}

function judgeParcel({ id, parcel, taken }: ParcelBook, moment: Moment): Finding[] {
  if (parcel && isRecent([parcel], moment)) return [];
  const left = parcel && hasLeft(parcel) ? parcel.lines : [];
  return same('shipped', id, goods(left), goods(taken));
}

function judgeWaiting({ service, what, id, since, detail }: WaitingBook, { at, graceMs }: Moment): Finding[] {
  if (PASSES.has(what) && since.getTime() > at.getTime() - graceMs) return [];
  return [lie('stuck', id, `no ${what} that waits in ${service}`, `${detail}, since ${time(since)}`)];
}

/** Waits of these end by themselves. */
const PASSES = new Set<WaitingBook['what']>(['message', 'effect']);
