import {
  Ctx,
  type CustomTransportStrategy,
  EventPattern,
  type MessageHandler,
  Payload,
  Server,
} from '@nestjs/microservices';
import { type Observable, isObservable, lastValueFrom } from 'rxjs';
import type { Context, Message, MessageType } from '@waybill/kernel';
import type { Broker, Consumption, StoppedPartition, Subscription } from './broker.js';
import { Consumer, type ConsumerOptions, type Route } from './consumer.js';
import { InFlight } from './in-flight.js';

export interface HandlesOptions<Data> {
  /**
   * Must depend on the data alone. If it returns false, the message is skipped before the claim. If it returns undefined, the message is
   * handled like any other, but the audit does not require its claim.
   */
  readonly hears?: (data: NoInfer<Data>) => boolean | undefined;
  /** Nobody waits for what follows: the messages may arrive a little later, together with others. */
  readonly deferrable?: boolean;
}

/**
 * Declares a method as the handler of a message type: `handle(message, context)`. `consumer` is the name under which messages are claimed;
 * never reuse or rename it. If the method throws, the message is retried or dead-lettered.
 */
export function Handles<Type extends string, Data>(
  type: MessageType<Type, Data>,
  consumer: string,
  options: HandlesOptions<Data> = {},
) {
  const decorate = EventPattern(type.type, { topic: type.topic, consumer, ...options }) as MethodDecorator;
  return <Method extends (message: Message<Type, Data>, context: Context) => Promise<unknown>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
    decorate(target, method, descriptor);
  };
}

/**
 * Declares one method as the handler of several message types; see `@Handles`. Nest knows one pattern per method, so this adds a method for
 * each type that calls the decorated one.
 */
export function HandlesEach<Data>(types: readonly MessageType[], consumer: string) {
  return (
    target: object,
    method: string,
    _: TypedPropertyDescriptor<(message: Message<string, Data>, context: Context) => Promise<unknown>>,
  ): void => {
    for (const type of types) {
      const name = `${method} ${type.type}`;
      const descriptor = {
        configurable: true,
        value(this: Record<string, typeof descriptor.value>, message: Message, context: Context) {
          return this[method]!(message, context);
        },
      } as TypedPropertyDescriptor<(message: Message, context: Context) => Promise<unknown>>;
      Object.defineProperty(target, name, descriptor);
      Handles(type, consumer)(target, name, descriptor);
    }
  };
}

export interface BrokerServerOptions extends Omit<ConsumerOptions, 'routes'> {
  readonly broker: Broker;
  /** Default: `waybill.<service>`. */
  readonly group?: string | undefined;
  /** Wait after each fetch, for a service whose results no caller awaits. */
  readonly lingerMs?: number | undefined;
  /** The group has other members than before, or members that read other partitions. */
  readonly membersChanged?: () => void;
  readonly partitionStopped?: Subscription['partitionStopped'];
  readonly partitionResumed?: Subscription['partitionResumed'];
}

/** Nest transport strategy over a broker: subscribes to the types that `@Handles` declares. */
export class BrokerServer extends Server implements CustomTransportStrategy {
  /** Nest passes errors of handlers to us and does not log them itself. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly routes = new Map<string, Route[]>();
  private readonly topics = new Set<string>();
  private readonly inFlight = new InFlight();
  private consumption: Consumption | undefined;

  constructor(private readonly options: BrokerServerOptions) {
    super();
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    _isEvent = true,
    extras: Record<string, unknown> = {},
  ): void {
    const { topic, consumer, hears, deferrable } = extras as { topic?: unknown; consumer?: unknown } & Pick<
      Route,
      'hears' | 'deferrable'
    >;
    if (typeof topic !== 'string' || typeof consumer !== 'string') {
      throw new Error(`declare the handler of ${pattern} with @Handles(type, consumer)`);
    }
    const handle = async (message: Message, context: Context): Promise<unknown> => {
      const result: unknown = await callback(message, context);
      return isObservable(result)
        ? lastValueFrom(result as Observable<unknown>, { defaultValue: undefined })
        : result;
    };
    this.topics.add(topic);
    this.routes.set(pattern, [...(this.routes.get(pattern) ?? []), { consumer, hears, deferrable, handle }]);
  }

  listen(callback: (error?: unknown) => void): void {
    const { broker } = this.options;
    if (this.topics.size === 0) return callback();
    const consumer = new Consumer({ ...this.options, routes: (type) => this.routesOf(type) });
    broker
      .subscribe({
        group: this.group,
        topics: [...this.topics],
        lingerMs: this.options.lingerMs,
        joined: () => {
          consumer.joined();
          this.options.membersChanged?.();
        },
        skips: (type) => consumer.skips(type),
        isAwaited: (topic) => consumer.isAwaited(topic),
        handle: (records) => this.inFlight.during(records, consumer.handle(records)),
        undeliverable: (record) => consumer.giveUp(record),
        partitionStopped: (partition) => this.options.partitionStopped?.(partition),
        partitionResumed: (partition) => this.options.partitionResumed?.(partition),
      })
      .then((consumption) => {
        this.consumption = consumption;
        callback();
      }, callback);
  }

  /** The message types that it consumes. */
  get subscribed(): readonly string[] {
    return [...this.topics];
  }

  /** The consumer names of its handlers. */
  get consumers(): readonly string[] {
    return [...this.routes.values()].flat().map(({ consumer }) => consumer);
  }

  /** The handlers of a message type. */
  routesOf(type: string): readonly Route[] {
    return this.routes.get(type) ?? [];
  }

  /** Its consumer group. */
  get group(): string {
    return this.options.group ?? `waybill.${this.options.service}`;
  }

  /** Consumer lag: the age of the oldest message in flight. */
  oldestSeconds(): number {
    return this.inFlight.oldestSeconds(this.options.clock.now());
  }

  /** Rejects while the consumer is not a working member of its group. */
  joined(): Promise<void> {
    return this.alive()
      ? Promise.resolve()
      : Promise.reject(new Error('it has not joined, or no longer polls'));
  }

  /** Partitions whose next records cannot be decoded. */
  get stopped(): readonly StoppedPartition[] {
    return this.consumption?.stopped?.() ?? [];
  }

  alive(): boolean {
    return this.topics.size === 0 || (this.consumption?.alive() ?? false);
  }

  async close(): Promise<void> {
    await this.consumption?.stop();
    this.consumption = undefined;
  }

  on(): never {
    throw new Error('this transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.options.broker as T;
  }
}
