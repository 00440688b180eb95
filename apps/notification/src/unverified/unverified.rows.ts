import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the owner of an address has chosen. */
@Entity('mail_choices')
export class MailChoiceRow {
  @PrimaryColumn('text') tenant!: string;
  /** A keyed hash. */
  @PrimaryColumn('text') address!: string;
  @Column('text') choice!: 'confirmed' | 'stopped';
  @Column('timestamptz') at!: Date;
}

/** How many mails to unverified addresses were sent on a day. */
@Entity('mail_counts')
@Index('mail_counts_day', ['day'])
export class MailCountRow {
  @PrimaryColumn('text') tenant!: string;
  /** `to` and the keyed hash of an address, or `by` and the id of the customer whose orders cause the mails. */
  @PrimaryColumn('text') subject!: string;
  @PrimaryColumn('date') day!: string;
  @Column('integer') mails!: number;
}

export const mailChoices = rowType(MailChoiceRow, ['tenant', 'address']);
export const mailCounts = rowType(MailCountRow, ['tenant', 'subject', 'day']);
