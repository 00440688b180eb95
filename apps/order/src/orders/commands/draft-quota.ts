import { DomainError } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { orderErrors } from '../domain/order.errors.js';
import type { OrderRows } from '../order.rows.js';

/** How many drafts a customer may have. Requests at the same time may exceed it by a few. */
export class DraftQuota {
  constructor(
    private readonly rows: OrderRows,
    /** 0 for any number. */
    private readonly most: number,
  ) {}

  /** Counts the drafts. The returned function throws TOO_MANY_DRAFTS if there are enough. */
  async check(customer: Principal): Promise<() => void> {
    const isFull = this.most > 0 && (await this.rows.countDrafts(customer, this.most)) >= this.most;
    return () => {
      if (isFull)
        throw new DomainError(
          orderErrors.TOO_MANY_DRAFTS,
          `You have ${this.most} drafts. Place or cancel one of them first.`,
        );
    };
  }
}
