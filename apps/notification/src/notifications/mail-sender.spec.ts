import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderDelivered } from '@waybill/contracts';
import type { MessageOf } from '@waybill/kernel';
import { twinWorld } from '@waybill/testing';
import { type RowStore, effects } from '@waybill/unit-of-work';
import type { Letter, Mailer } from '../mailer/mailer.js';
import { mailSend } from './mail-effect.js';
import { UnverifiedMails } from '../unverified/unverified-mails.js';
import { MailSender } from './mail-sender.js';
import { erasedCustomers, notifications } from './notification.rows.js';
import { NotificationsConsumer } from './notifications.consumer.js';

/** A mail server that can be away or slow. */
class MailServer implements Mailer {
  readonly accepted: string[] = [];
  isAway = false;
  /** Before a mail is accepted. */
  takes: () => void = () => undefined;

  async send({ id }: Letter) {
    this.takes();
    if (this.isAway) throw new Error('connection refused');
    this.accepted.push(id);
    return { status: 'sent' as const };
  }

  async close(): Promise<void> {}
}

const data = {
  orderId: '019aa5c2-7b1e-7c3a-9d4f-2b6c5f3a9c21',
  customerId: 'ada',
  email: 'ada@example.com',
  customerName: 'Ada',
  shipmentId: 'shp',
  deliveredAt: '2026-03-02T12:00:00Z',
};
const delivered = { type: orderDelivered.type, data, time: new Date(data.deliveredAt) } as MessageOf<
  typeof orderDelivered
>;

describe('a mail', () => {
  let world: Awaited<ReturnType<typeof twinWorld>>;
  let server: MailServer;
  let mails: MailSender;
  let consumer: NotificationsConsumer;
  /** Number of keys in each query. */
  let queries: number[];
  let reported: unknown[];
  beforeEach(async () => {
    world = await twinWorld();
    server = new MailServer();
    queries = [];
    reported = [];
    const counting: Pick<RowStore, 'present'> = {
      present(rowType, keys) {
        queries.push(keys.length);
        return world.stores.rows.present(rowType, keys);
      },
    };
    const report = (error: unknown) => void reported.push(error);
    const unverified = new UnverifiedMails(undefined, 0);
    mails = new MailSender(server, unverified, { clock: world.clock, report, rows: counting });
    consumer = new NotificationsConsumer(world.unitOfWork(), mails, unverified);
  });
  const deliver = async (context = world.context('notification.order-delivered')) => {
    await consumer.delivered(delivered, context);
    return context;
  };
  const statuses = async () => (await world.rows(notifications)).map(({ status }) => status);
  const queued = async () => (await world.rows(effects)).map(({ kind, payload }) => [kind, payload]);

  it('is sent before its message is recorded, and needs no effect', async () => {
    const { messageId: id } = await deliver();
    expect(server.accepted).toEqual([id]);
    expect(await world.rows(notifications)).toMatchObject([{ id, status: 'sent', recipient: data.email }]);
    expect(await queued()).toEqual([]);
  });

  it('is queued when the server is away, and so are later ones until the server has accepted one', async () => {
    server.isAway = true;
    const { messageId: id, correlationId } = await deliver();
    server.isAway = false;
    await deliver();
    expect(reported).toEqual([new Error('connection refused')]);
    expect(server.accepted).toEqual([]);
    expect(await statuses()).toEqual(['queued', 'queued']);
    const [first] = await queued();
    expect(first).toEqual(['mail.send', { id, template: 'order.delivered', data }]);
    const { perform } = mailSend(mails);
    await perform({ id, template: 'order.delivered', data }, { context: { correlationId } } as never);
    await deliver();
    expect(await statuses()).toEqual(['queued', 'queued', 'sent']);
  });

  it('is queued after one that took long, so that messages need not wait', async () => {
    server.takes = () => world.clock.advance(1_000);
    await deliver();
    await deliver();
    expect(server.accepted).toHaveLength(1);
    expect(await statuses()).toEqual(['sent', 'queued']);
  });

  it('is not sent again for a recorded message, nor for an erased customer', async () => {
    const context = await deliver();
    await expect(deliver(context)).rejects.toThrow('was handled before');
    await world.unitOfWork().run(world.context('erase'), (tx) => {
      tx.save(erasedCustomers, { tenant: 'default', id: data.customerId, erasedAt: tx.at });
      return Promise.resolve();
    });
    await deliver();
    expect(server.accepted).toEqual([context.messageId]);
    expect(await statuses()).toEqual(['sent']);
  });

  it('is recorded without its address if the customer was erased while it was sent', async () => {
    const erase = async () =>
      world.database.apply(
        [
          {
            rowType: erasedCustomers,
            inserts: [{ tenant: 'default', id: data.customerId, erasedAt: world.clock.now() }],
            updates: [],
            touched: [],
            removals: [],
          },
        ],
        [],
      );
    server.takes = () => void erase();
    await deliver();
    expect(await world.rows(notifications)).toMatchObject([{ status: 'sent', recipient: null }]);
  });

  it('shares its queries with the mails of other messages of the same moment', async () => {
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(server.accepted).toHaveLength(3);
    expect(queries).toEqual([3, 3]);
  });
});
