import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { type Context, type Ids, requireVersion } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { ReceivedUnits, Units } from '../domain/lines.js';
import type { ReturnRef } from '../domain/returns.js';
import { referenceTo } from '../domain/words.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import { keepWords } from './keep-words.js';
import { actorOf, keptInput } from './ownership.js';

export class RequestReturn extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly wanted: { readonly lines: readonly Units[]; readonly reason: string },
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RequestReturn)
export class RequestReturnHandler implements ICommandHandler<RequestReturn> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
  ) {}

  execute({ orderId, wanted, by, context }: RequestReturn): Promise<OrderView> {
    const { lines } = wanted;
    const { preconditions } = context;
    const reason = referenceTo(this.ids.next());
    return this.orders.change(context, orderId, {
      name: 'RequestReturn',
      changesContact: true,
      input: keptInput(by, { lines, reason, preconditions }),
      async decide(unit, tx) {
        const { order } = unit;
        actorOf(order, by);
        requireVersion(preconditions, order.version);
        order.requestReturn(lines, reason, tx.at);
        await keepWords(unit, tx, reason, wanted.reason);
      },
    });
  }
}

export class ReceiveReturn extends Command<OrderView> {
  constructor(
    readonly about: ReturnRef,
    readonly lines: readonly ReceivedUnits[],
    readonly context: Context,
  ) {
    super();
  }
}

/** The saga then restocks and refunds the units. */
@CommandHandler(ReceiveReturn)
export class ReceiveReturnHandler implements ICommandHandler<ReceiveReturn> {
  constructor(private readonly orders: OrderRepository) {}

  execute({ about: { orderId, returnId }, lines, context }: ReceiveReturn): Promise<OrderView> {
    return this.orders.change(context, orderId, {
      name: 'ReceiveReturn',
      input: { returnId, lines },
      decide: ({ order }, { at }) => order.receiveReturn(returnId, lines, at),
    });
  }
}
