import { totalOf } from './lines.js';
import { type Outcome, wordOf } from './outcome.js';
import { counted } from './pence.js';
import type { Plan } from './plan.js';
import type { TillRecord } from './records.js';
import { REASONS, type Reason, isCancellation } from './refusals.js';

/** Records of one kind with the same outcome. */
export interface Bucket {
  readonly kind: 'sale' | 'C line' | 'unreadable';
  readonly records: number;
  readonly pieces: number;
  readonly pence: number;
  readonly became: string;
  readonly why: string;
}

type Outcomes = ReadonlyMap<string, Outcome>;

/** The outcomes of all records of the file, with reasons: orders first, then refusals, the largest groups first. */
export function bucketsOf(plan: Plan, outcomes: Outcomes): Bucket[] {
  const { unreadable } = plan;
  const broken: Bucket[] =
    unreadable.length === 0
      ? []
      : [
          {
            kind: 'unreadable',
            records: unreadable.length,
            pieces: 0,
            pence: 0,
            became: 'refused UNREADABLE',
            why: `line ${unreadable[0]?.line}: ${unreadable[0]?.why}, …`,
          },
        ];
  return [...ordered(plan, outcomes), ...cancelled(plan, outcomes), ...refused(plan), ...broken];
}

function ordered({ steps }: Plan, outcomes: Outcomes): Bucket[] {
  const orders = steps.filter((step) => step.kind === 'order');
  const groups = Map.groupBy(orders, ({ invoice }) => wordOf(outcomes.get(invoice)));
  return [...groups].map(([word, same]) => {
    const became = `${counted(same.length, 'order')} ${word}`;
    return bucket('sale', [
      same.flatMap(({ records }) => records),
      became,
      WHY[word] ?? 'refused or not finished by the platform, as the code says',
    ]);
  });
}

const WHY: Readonly<Record<string, string>> = {
  DELIVERED: 'goods sold: reserved, paid, booked, dispatched, delivered',
  CANCELLED: 'a C invoice took the whole order back: released, refunded',
};

function cancelled({ steps }: Plan, outcomes: Outcomes): Bucket[] {
  const cancellations = steps.filter((step) => step.kind === 'cancellation');
  const groups = Map.groupBy(cancellations, ({ invoice }) => wordOf(outcomes.get(invoice)));
  return [...groups].map(([word, same]) => {
    const became = `${counted(same.length, 'cancellation')}: order ${word}`;
    return bucket('C line', [
      same.flatMap(({ records }) => records),
      became,
      'takes back a whole earlier order of this customer',
    ]);
  });
}

function refused(plan: Plan): Bucket[] {
  const groups = Map.groupBy(plan.refused, ({ record, reason }) => `${isCancellation(record)} ${reason}`);
  const buckets = [...groups.values()].map((same) => {
    const reason: Reason = same[0]!.reason;
    const kind = isCancellation(same[0]!.record) ? 'C line' : 'sale';
    return bucket(kind, [same.map(({ record }) => record), `refused ${reason}`, REASONS[reason]]);
  });
  return buckets.sort((a, b) => b.kind.localeCompare(a.kind) || b.records - a.records);
}

function bucket(
  kind: Bucket['kind'],
  [records, became, why]: readonly [readonly TillRecord[], string, string],
): Bucket {
  const pieces = records.reduce((sum, { quantity }) => sum + quantity, 0);
  return { kind, records: records.length, pieces, pence: totalOf(records), became, why };
}
