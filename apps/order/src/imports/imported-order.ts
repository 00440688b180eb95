import type { OrderId } from '@waybill/contracts/ids';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Maps a marketplace's order id to our order. Kept forever, because a feed may be sent again years later. Contains no personal data. */
@Entity('imported_orders')
@Index('imported_orders_reference', ['tenant', 'externalId'])
export class ImportedOrder {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') marketplace!: string;
  @PrimaryColumn('text') externalId!: string;
  @Column('text') orderId!: OrderId;
  /** Hash of lines and total. If it differs, the feed contains a changed order, not the same one again. */
  @Column('text') fingerprint!: string;
  @Column('timestamptz') soldAt!: Date;
  @Column('timestamptz') importedAt!: Date;
}

export const importedOrders = rowType(ImportedOrder, ['tenant', 'marketplace', 'externalId']);
