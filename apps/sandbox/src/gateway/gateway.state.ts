import type { Entry, Journal } from '../journal.js';
import type { Charge, Intent } from './intent.js';
import type { Refund } from './refund.js';

/**
 * The newest 100,000 payments with their refunds, oldest first: those of a day at one order a second. A payment that is dropped is unknown
 * to every later call. Writes become durable with `commit`.
 */
export class GatewayState {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  private readonly byMetadata = new Map<string, string[]>();
  private readonly byCharge = new Map<string, string>();
  private readonly byIntent = new Map<string, Refund[]>();
  private changes: Entry[] = [];

  constructor(
    private readonly journal: Journal,
    private readonly limits: { readonly payments: number } = { payments: 100_000 },
  ) {
    for (const entry of journal.restored('intent')) this.index(entry.value as Intent);
    for (const entry of journal.restored('refund')) this.indexRefund(entry.value as Refund);
  }

  save(intent: Intent): void {
    this.index(intent);
    this.changes.push({ kind: 'intent', id: intent.id, value: intent });
  }

  add(refund: Refund): void {
    this.indexRefund(refund);
    this.changes.push({ kind: 'refund', id: refund.id, value: refund });
  }

  /** Writes the changes since the last commit together with `entries`, all or nothing. Returns the changes. */
  commit(entries: readonly Entry[]): readonly Entry[] {
    const { changes } = this;
    const line = [...changes, ...entries];
    this.changes = [];
    if (line.length > 0) this.journal.append(line);
    return changes;
  }

  withMetadata(name: string, value: string): Intent[] {
    const ids = this.byMetadata.get(`${name}=${value}`) ?? [];
    return ids.flatMap((id) => this.intents.get(id) ?? []);
  }

  charge(id: string): { intent: Intent; charge: Charge } | undefined {
    const intent = this.intents.get(this.byCharge.get(id) ?? '');
    const charge = intent?.charges.find((each) => each.id === id);
    return intent && charge && { intent, charge };
  }

  refundsOf(intentId: string): readonly Refund[] {
    return this.byIntent.get(intentId) ?? [];
  }

  private index(intent: Intent): void {
    const before = this.intents.get(intent.id)?.metadata ?? {};
    for (const [name, value] of Object.entries(intent.metadata)) {
      if (before[name] === value) continue;
      if (before[name] !== undefined) remove(this.byMetadata, `${name}=${before[name]}`, intent.id);
      push(this.byMetadata, `${name}=${value}`, intent.id);
    }
    for (const charge of intent.charges) this.byCharge.set(charge.id, intent.id);
    this.intents.set(intent.id, intent);
    const [oldest] = this.intents.size > this.limits.payments ? this.intents.values() : [];
    if (oldest) this.drop(oldest);
  }

  private drop({ id, metadata, charges }: Intent): void {
    this.intents.delete(id);
    for (const [name, value] of Object.entries(metadata)) remove(this.byMetadata, `${name}=${value}`, id);
    for (const charge of charges) this.byCharge.delete(charge.id);
    for (const refund of this.refundsOf(id)) this.refunds.delete(refund.id);
    this.byIntent.delete(id);
  }

  private indexRefund(refund: Refund): void {
    this.refunds.set(refund.id, refund);
    push(this.byIntent, refund.intentId, refund);
  }
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function remove<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key) ?? [];
  const index = list.indexOf(value);
  if (index >= 0) list.splice(index, 1);
  if (list.length === 0) lists.delete(key);
}
