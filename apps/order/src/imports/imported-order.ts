import type { OrderId } from '@waybill/contracts/ids';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which order a marketplace's order became. Kept for ever: a feed may be sent again after years. Holds nothing personal. */
@Entity('imported_orders')
export class ImportedOrder {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') marketplace!: string;
  @PrimaryColumn('text') externalId!: string;
  @Column('text') orderId!: OrderId;
  /** Hash of what was ordered for how much: another content under the same id is no repetition. */
  @Column('text') fingerprint!: string;
  @Column('timestamptz') soldAt!: Date;
  @Column('timestamptz') importedAt!: Date;
}

export const importedOrders = rowType(ImportedOrder, ['tenant', 'marketplace', 'externalId']);
