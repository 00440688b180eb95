import type { Entry, Journal } from '../journal.js';
import type { Charge, Intent } from './intent.js';
import type { Refund } from './refund.js';

/** All payments and refunds, oldest first. Writes become durable with `commit`. */
export class GatewayState {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  private readonly byMetadata = new Map<string, string[]>();
  private readonly byCharge = new Map<string, string>();
  private readonly byIntent = new Map<string, Refund[]>();
  private changes: Entry[] = [];

  constructor(private readonly journal: Journal) {
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
    return ids
      .flatMap((id) => this.intents.get(id) ?? [])
      .filter((intent) => intent.metadata[name] === value);
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
      if (before[name] !== value) push(this.byMetadata, `${name}=${value}`, intent.id);
    }
    for (const charge of intent.charges) this.byCharge.set(charge.id, intent.id);
    this.intents.set(intent.id, intent);
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
