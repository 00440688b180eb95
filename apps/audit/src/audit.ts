import type { AuditRecord } from './audit-records.js';
import { findingsOf } from './equations.js';
import { type Equation, EQUATIONS, type Finding, type Moment } from './findings.js';

export interface Audit {
  readonly at: Date;
  /** Number of checked records by kind. */
  readonly records: Readonly<Record<AuditRecord['kind'], number>>;
  /** Number of findings per check, without those settled by operators. */
  readonly counts: Readonly<Record<Equation, number>>;
  /** The first findings of each check. */
  readonly findings: readonly Finding[];
  /** Findings that an operator has settled by hand, counted separately. */
  readonly byHand: readonly Finding[];
}

/** Maximum number of findings kept per check; all are counted. */
const KEPT = 100;

/** Checks one record after the other and keeps only the findings. */
export class Auditor {
  private readonly records = { stock: 0, parcel: 0, return: 0, order: 0, message: 0, view: 0, waiting: 0 };
  private readonly counts = Object.fromEntries(Object.keys(EQUATIONS).map((name) => [name, 0])) as Record<
    Equation,
    number
  >;
  private readonly findings: Finding[] = [];
  private readonly byHand: Finding[] = [];

  constructor(private readonly moment: Moment) {}

  read(record: AuditRecord): void {
    this.records[record.kind]++;
    for (const finding of findingsOf(record, this.moment)) {
      if (finding.byHand) this.byHand.push(finding);
      else if (++this.counts[finding.equation] <= KEPT) this.findings.push(finding);
    }
  }

  /** The result so far. */
  result(): Audit {
    const { records, counts, findings, byHand } = this;
    return { at: this.moment.at, records, counts, findings, byHand };
  }
}

/** Audits records that are in memory. */
export function audited(records: Iterable<AuditRecord>, moment: Moment): Audit {
  const auditor = new Auditor(moment);
  for (const record of records) auditor.read(record);
  return auditor.result();
}
