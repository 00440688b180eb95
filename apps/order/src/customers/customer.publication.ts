import { customerErased, customerRegistered, customerUpdated } from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';

/** What happens to a customer. */
export type CustomerEvent =
  | { readonly type: 'registered' | 'updated'; readonly name: string; readonly email: string }
  | { readonly type: 'erased' };

export function publish(tx: Tx, customerId: string, event: CustomerEvent): void {
  switch (event.type) {
    case 'registered': {
      const { name, email } = event;
      tx.publish(customerRegistered, customerId, { customerId, name, email });
      return;
    }
    case 'updated': {
      const { name, email } = event;
      tx.publish(customerUpdated, customerId, { customerId, name, email });
      return;
    }
    case 'erased':
      tx.publish(customerErased, customerId, { customerId });
      return;
    default:
      assertNever(event);
  }
}
