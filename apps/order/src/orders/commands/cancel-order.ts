import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Context, DomainError } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';

export class CancelOrder extends Command<OrderView> {
  constructor(
    readonly orderId: string,
    readonly reason: string,
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(private readonly orders: OrderRepository) {}

  execute({ orderId, reason, by, context }: CancelOrder): Promise<OrderView> {
    return this.orders.change(context, orderId, ({ order }, { at }) => {
      const own = order.state.customerId === by.subject;
      if (!own && !by.admin) throw new DomainError('NOT_FOUND', `no order ${orderId}`);
      order.requestCancellation(reason, own ? 'customer' : 'admin', at);
    });
  }
}
