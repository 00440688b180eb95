import type { Ledger, Stock } from './ledger.js';
import { bucketsOf } from './buckets.js';
import { quantities, totalOf } from './lines.js';
import { type OrderAnswer, type Outcome, hasEnded } from './outcome.js';
import { count, counted, pounds } from './pence.js';
import type { Plan } from './plan.js';
import type { TillFile } from './records.js';

/** One sum of the report. */
export interface Check {
  readonly name: string;
  readonly text: string;
  readonly good: boolean;
}

export interface Accounts {
  readonly file: TillFile;
  readonly plan: Plan;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Stock before the replay. */
  readonly stockBefore: ReadonlyMap<string, Stock>;
  readonly ledger: Ledger;
}

const NOTHING = { captured: 0, refunded: 0 };

/** Compares the sums of the file, the plan, and the data of every service. */
export function checksOf(accounts: Accounts): Check[] {
  return [recordsOf(accounts), endsOf(accounts), ...moneyOf(accounts), stockOf(accounts)];
}

function recordsOf({ file, plan, outcomes }: Accounts): Check {
  const buckets = bucketsOf(plan, outcomes);
  const sum = (key: 'records' | 'pieces' | 'pence'): number =>
    buckets.reduce((total, each) => total + each[key], 0);
  const records = file.records.length + file.unreadable.length;
  const pieces = file.records.reduce((total, { quantity }) => total + quantity, 0);
  const worth = totalOf(file.records);
  const text =
    `${count(records)} in the file = ${count(sum('records'))} above; ` +
    `${count(pieces)} pieces = ${count(sum('pieces'))}; £${pounds(worth)} = £${pounds(sum('pence'))}`;
  const good = records === sum('records') && pieces === sum('pieces') && worth === sum('pence');
  return { name: 'records', text, good };
}

function endsOf({ plan, outcomes }: Accounts): Check {
  const orders = plan.steps.filter(({ kind }) => kind === 'order');
  const ended = orders.filter(({ invoice }) => {
    const outcome = outcomes.get(invoice);
    return outcome && ('refusal' in outcome || hasEnded(outcome.order.status));
  });
  const text = `${counted(orders.length, 'order')}, ${count(ended.length)} at their end`;
  return { name: 'orders', text, good: ended.length === orders.length };
}

function moneyOf({ plan, outcomes, ledger }: Accounts): Check[] {
  const sums = { till: 0, priced: 0, undone: 0, captured: 0, refunded: 0, kept: 0 };
  let wrong = 0;
  const known = new Set<string>();
  for (const step of plan.steps) {
    const outcome = outcomes.get(step.invoice);
    if (step.kind !== 'order' || !outcome || 'refusal' in outcome) continue;
    const { order } = outcome;
    known.add(order.id);
    const gateway = ledger.gateway.get(order.id) ?? NOTHING;
    const payment = ledger.payments.get(order.id) ?? NOTHING;
    const kept = gateway.captured - gateway.refunded;
    const same = gateway.captured === payment.captured && gateway.refunded === payment.refunded;
    if (!same || kept !== owed(order) || gateway.refunded !== order.refunded.amount) wrong++;
    sums.till += step.total;
    sums.priced += order.total.amount;
    sums.undone += order.total.amount - owed(order);
    sums.captured += gateway.captured;
    sums.refunded += gateway.refunded;
    sums.kept += payment.captured - payment.refunded;
  }
  const strangers = [...ledger.gateway].filter(([id, { captured }]) => !known.has(id) && captured > 0).length;
  const { till, priced, undone, captured, refunded, kept } = sums;
  const each = wrong === 0 ? 'order by order' : `but not for ${counted(wrong, 'order')}`;
  return [
    {
      name: 'prices',
      text: `£${pounds(till)} at the till’s prices = £${pounds(priced)} in the order service`,
      good: till === priced,
    },
    {
      name: 'money',
      text:
        `£${pounds(priced)} ordered - £${pounds(undone)} cancelled or rejected = ` +
        `£${pounds(captured)} captured - £${pounds(refunded)} refunded`,
      good: priced - undone === captured - refunded,
    },
    {
      name: 'ledger',
      text:
        `£${pounds(captured - refunded)} at the gateway = £${pounds(kept)} in the payment service, ${each}` +
        (strangers > 0 ? `; ${counted(strangers, 'payment')} of no order` : ''),
      good: wrong === 0 && captured - refunded === kept && strangers === 0,
    },
  ];
}

/** The amount that the shop keeps of an order. */
function owed({ status, total }: OrderAnswer): number {
  return status === 'CANCELLED' || status === 'REJECTED' ? 0 : total.amount;
}

function stockOf({ plan, outcomes, stockBefore, ledger }: Accounts): Check {
  const delivered = deliveredOf(outcomes);
  const sums = { received: 0, onHand: 0, reserved: 0, shipped: 0 };
  const wrong: string[] = [];
  for (const [sku, received] of plan.receipts) {
    const before = stockBefore.get(sku) ?? { onHand: 0, reserved: 0 };
    const now = ledger.stock.get(sku) ?? { onHand: 0, reserved: 0 };
    // `onHand` includes reserved units.
    const reserved = now.reserved - before.reserved;
    const onHand = now.onHand - before.onHand - reserved;
    const shipped = ledger.shipped.get(sku) ?? 0;
    // After all orders have ended, nothing may be reserved, and the shipped units must be those of delivered orders.
    const agrees = received === onHand + shipped && reserved === 0 && shipped === (delivered.get(sku) ?? 0);
    if (!agrees) wrong.push(`${sku}: ${received} = ${onHand} + ${reserved} + ${shipped}`);
    sums.received += received;
    sums.onHand += onHand;
    sums.reserved += reserved;
    sums.shipped += shipped;
  }
  const skus = counted(plan.receipts.size, 'SKU');
  const each =
    wrong.length === 0
      ? `in each of ${skus}`
      : `but not in ${count(wrong.length)} of ${skus}, as ${wrong[0]}`;
  const text =
    `${count(sums.received)} pieces received = ${count(sums.onHand)} on hand + ${count(sums.reserved)} reserved + ` +
    `${count(sums.shipped)} shipped, ${each}`;
  return { name: 'stock', text, good: wrong.length === 0 };
}

/** Units per SKU in delivered orders, according to the order service. */
function deliveredOf(outcomes: Accounts['outcomes']): Map<string, number> {
  // Outcomes of cancellations contain the cancelled order, never a delivered one.
  const orders = [...outcomes.values()].flatMap((outcome) => ('order' in outcome ? [outcome.order] : []));
  const lines = orders.filter(({ status }) => status === 'DELIVERED').flatMap((order) => order.lines);
  return quantities(lines, ({ sku }) => sku);
}
