import { expect, it } from '@jest/globals';
import { AuditMetrics, Auditor, type AuditRecord } from '@waybill/audit';
import { firing } from './alert-rules.js';

const at = new Date('2026-03-01T12:00:00Z');
let now = at.getTime();
const metrics = new AuditMetrics(() => now);

async function alertsAfter(...records: AuditRecord[]): Promise<string[]> {
  const auditor = new Auditor({ at, graceMs: 0 });
  for (const record of records) auditor.read(record);
  metrics.tell(auditor.result());
  return firing([await metrics.text()], 'waybill-audit');
}

const view = { kind: 'view', name: 'product-sales' } as const;

it('none fires without findings', async () => {
  expect(await alertsAfter({ ...view, differences: 0 })).toEqual([]);
});

it('WaybillAuditFindings fires with findings, and names the check', async () => {
  expect(await alertsAfter({ ...view, differences: 1 })).toEqual(['WaybillAuditFindings']);
  expect(await metrics.text()).toContain('waybill_audit_findings{equation="view"} 1');
});

it('WaybillAuditSilent fires without an audit for a quarter of an hour', async () => {
  await alertsAfter({ ...view, differences: 0 });
  now += 901_000;
  expect(firing([await metrics.text()], 'waybill-audit')).toEqual(['WaybillAuditSilent']);
});
