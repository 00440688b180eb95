import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import type { Context } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { ReceivedUnits, Units } from '../domain/lines.js';
import type { ReturnRef } from '../domain/returns.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
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
  constructor(private readonly orders: OrderRepository) {}

  execute({ orderId, wanted, by, context }: RequestReturn): Promise<OrderView> {
    return this.orders.change(context, orderId, {
      name: 'RequestReturn',
      input: keptInput(by, wanted),
      decide: ({ order }, { at }) => {
        actorOf(order, by);
        order.requestReturn(wanted.lines, wanted.reason, at);
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
