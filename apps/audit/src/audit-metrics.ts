import { Gauge, Registry } from 'prom-client';
import type { Audit } from './audit.js';

/** The result of the last audit as Prometheus metrics. */
export class AuditMetrics {
  private readonly registry = new Registry();
  private readonly findings = new Gauge({
    name: 'waybill_audit_findings',
    help: 'Open findings of the last audit, by check',
    labelNames: ['equation'],
    registers: [this.registry],
  });
  private readonly byHand = new Gauge({
    name: 'waybill_audit_by_hand',
    help: 'Findings of the last audit that an operator has resolved by hand',
    registers: [this.registry],
  });
  private last: number;

  constructor(private readonly now: () => number = Date.now) {
    this.last = now();
    const age = () => (this.now() - this.last) / 1_000;
    new Gauge({
      name: 'waybill_audit_age_seconds',
      help: 'Seconds since the last audit started, or since the process started',
      registers: [this.registry],
      collect() {
        this.set(age());
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  tell({ counts, byHand }: Audit): void {
    this.last = this.now();
    for (const [equation, count] of Object.entries(counts)) this.findings.set({ equation }, count);
    this.byHand.set(byHand.length);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
