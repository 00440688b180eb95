import { type FulfilmentMode, topicTable } from '@waybill/contracts';
import { parseSettings } from '@waybill/platform';
import {
  type HttpAnswer,
  type HttpRequest,
  type SimulatedInstance,
  SimulatedService,
  type SimulatedApp,
  SimulatedBroker,
  type World,
} from '@waybill/simulation';
import { inventoryApp } from '../../apps/inventory/src/inventory.app.js';
import { composeNotification, notificationApp } from '../../apps/notification/src/notification.app.js';
import { orderApp } from '../../apps/order/src/order.app.js';
import { composePayment, paymentApp } from '../../apps/payment/src/payment.app.js';
import { composeShipping, shippingApp } from '../../apps/shipping/src/shipping.app.js';
import { CARRIER_SECRET, SimulatedCarrier } from './carrier.js';
import { GATEWAY_SECRET, SimulatedGateway } from './gateway.js';
import type { WarehouseMode } from './warehouse-mode.js';
import { ExternalSystem } from './external-system.js';
import { SimulatedPartner } from './partner.js';

const INSTANCES = 2;
const PARTITIONS = 3;
/** Required settings of every service that a simulation does not use. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nowhere',
  BROKER_URL: 'memory://',
  JWT_KEY: 'simulated'.repeat(8),
  STRIPE_API_KEY: 'sk_test_simulated',
  STRIPE_WEBHOOK_SECRET: GATEWAY_SECRET,
  CARRIER_URL: 'memory://',
  CARRIER_WEBHOOK_SECRET: CARRIER_SECRET,
  SMTP_URL: 'discard://',
  RESERVATION_TTL: '8m',
  WEBHOOK_TARGETS: 'any',
  // Counting them is a query.
  DRAFTS_PER_CUSTOMER: '0',
};

/** Background work that does not run: views of events that are compared anyway, and the deletion of old rows. */
const WITHOUT = ['Projector', 'DemandCounter', 'DailyReconciliation', 'Forgetting'];
const COMMON = parseSettings('simulation', inventoryApp.settings, NOWHERE);

export type ServiceName = 'order' | 'inventory' | 'payment' | 'shipping' | 'notification';

export interface TopicMessage {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly topic: string;
  /** Id of the message that caused it. */
  readonly cause: string;
  readonly time: string;
  /** Version of its aggregate. */
  readonly version: number | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The five services and the simulated external systems: gateway, carrier, mailboxes. */
export class Shop {
  readonly broker: SimulatedBroker;
  readonly services: Readonly<Record<ServiceName, SimulatedService>>;
  readonly gateway: SimulatedGateway;
  readonly carrier: SimulatedCarrier;
  readonly partner: SimulatedPartner;
  /** Ids of the mails in order of arrival, including duplicates. */
  readonly mails: string[] = [];
  private calls = 0;

  constructor(
    private readonly world: World,
    fulfilment: FulfilmentMode,
    { picking, dispatch }: WarehouseMode,
  ) {
    this.broker = new SimulatedBroker(world, topicTable({ partitions: PARTITIONS, retentionDays: 7 }));
    this.gateway = new SimulatedGateway(world, this.webhook('payment', 'gateway', 'stripe-signature'));
    this.carrier = new SimulatedCarrier(world, this.webhook('shipping', 'carrier', 'carrier-signature'));
    this.partner = new SimulatedPartner(world);
    const mail = new ExternalSystem(world, 'mail');
    const service = (app: SimulatedApp['app'], compose: SimulatedApp['compose']) =>
      new SimulatedService(world, this.broker, { app, compose, without: WITHOUT }, INSTANCES);
    const given = {
      ...NOWHERE,
      FULFILMENT: fulfilment,
      PICKING: picking,
      DISPATCH_AFTER: dispatch === 'manual' ? dispatch : '2s',
    };
    const settings = orderApp.settings.parse(given);
    this.services = {
      order: service(orderApp, (ports) => orderApp.compose(ports, { ...COMMON, ...settings })),
      inventory: service(inventoryApp, (ports) =>
        inventoryApp.compose(ports, { ...COMMON, ...inventoryApp.settings.parse(given) }),
      ),
      payment: service(paymentApp, (ports, process) =>
        composePayment(ports, paymentApp.settings.parse(given), this.gateway.reachedBy(process)),
      ),
      shipping: service(shippingApp, (ports, process) =>
        composeShipping(ports, shippingApp.settings.parse(given), this.carrier.reachedBy(process)),
      ),
      notification: service(notificationApp, (ports, process) => {
        const mailer = {
          send: ({ id }: { id: string }) =>
            mail.call(process, () => {
              this.mails.push(id);
              return { status: 'sent' as const };
            }),
          close: () => Promise.resolve(),
        };
        const settings = notificationApp.settings.parse(given);
        return composeNotification(ports, settings, mailer, this.partner.reachedBy(process));
      }),
    };
  }

  get all(): SimulatedService[] {
    return Object.values(this.services);
  }

  get instances(): { service: SimulatedService; instance: SimulatedInstance }[] {
    return this.all.flatMap((service) => service.instances.map((instance) => ({ service, instance })));
  }

  /** Sends a request to instances until one responds, as a client with retries does. */
  async ask(name: ServiceName, request: Omit<HttpRequest, 'correlationId'>): Promise<HttpAnswer> {
    const { world } = this;
    const correlationId = `client-${++this.calls}`;
    for (;;) {
      const [instance] = this.shuffled(name);
      const answer =
        instance && (await this.within(10_000, instance.http.call({ ...request, correlationId })));
      if (answer?.replayed) world.recovered('client: response replayed');
      if (answer && answer.code !== 'UNAVAILABLE') return answer;
      world.recovered('client: request retried');
      await world.time.sleep(world.chance.between(200, 3_000));
    }
  }

  orderOf(id: string): { status: string; lines: readonly { sku: string; quantity: number }[] } | undefined {
    return this.services.order.database.tableNamed('order_summaries')?.rows.get(id) as never;
  }

  get now(): number {
    return this.world.time.now;
  }

  /** All messages of the topics, by partition, without poison messages. */
  messages(): TopicMessage[] {
    return [...this.broker.topics].flatMap(([topic, partitions]) =>
      partitions
        .flat()
        .filter(({ headers }) => headers['ce_id'])
        .map(({ key, headers, value }) => ({
          id: headers['ce_id'] ?? '',
          type: headers['ce_type'] ?? '',
          key,
          topic,
          cause: headers['ce_causationid'] ?? '',
          time: headers['ce_time'] ?? '',
          version:
            headers['ce_aggregateversion'] === undefined ? undefined : Number(headers['ce_aggregateversion']),
          data: JSON.parse(value?.toString() ?? 'null') as Record<string, unknown>,
        })),
    );
  }

  private shuffled(name: ServiceName): SimulatedInstance[] {
    const { living } = this.services[name];
    return living.length > 0 ? [this.world.chance.pick(living)] : [];
  }

  private within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.world.time.after(ms, () => resolve(undefined));
      promise.then(resolve, reject);
    });
  }

  /** Sends a webhook of an external system: delayed, duplicated, reordered, retried, or lost. */
  private webhook(name: ServiceName, path: string, header: string) {
    const { world } = this;
    const tell = async (body: Buffer, signature: () => string, late: number): Promise<void> => {
      await world.time.sleep(late);
      const request = { method: 'POST' as const, path: `/v1/webhooks/${path}`, rawBody: body };
      const content = { body: JSON.parse(body.toString()) as unknown, headers: { [header]: signature() } };
      const [instance] = this.shuffled(name);
      const correlationId = `webhook-${++this.calls}`;
      const answer =
        instance &&
        (await this.within(10_000, instance.http.call({ ...request, ...content, correlationId })));
      if (!answer || answer.code) return tell(body, signature, 5_000);
    };
    return (body: Buffer, signature: () => string): void => {
      const { faults, chance } = world;
      if (faults.hits('webhook lost')) return;
      const late = () =>
        faults.hits('webhook late') ? chance.spread(1_000, 300_000) : chance.spread(1, 500);
      void tell(body, signature, late());
      if (faults.hits('webhook doubled')) void tell(body, signature, late());
    };
  }
}
