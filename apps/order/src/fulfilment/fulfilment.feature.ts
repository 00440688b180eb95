import type { EventLog } from '@waybill/event-store';
import type { Feature } from '@waybill/platform';
import { Deadlines, SagaSweeper, labelOf, sagaErrors, sagaSchema } from '@waybill/saga';
import type { OrderRepository } from '../orders/order.repository.js';
import { FulfilmentConsumer } from './fulfilment.consumer.js';
import type { FulfilmentProcess, FulfilmentRun } from './fulfilment.process.js';
import { wakeOverdue } from './overdue.js';
import { SagasController } from './sagas.controller.js';

interface Needs {
  readonly orders: OrderRepository<FulfilmentRun>;
  readonly process: FulfilmentProcess;
  readonly log: EventLog;
}

/** The saga that fulfils an order. */
export const fulfilmentFeature: Feature<Needs> = {
  ...sagaSchema,
  dataClasses: {
    sagas: {
      none: ['id', 'name', 'tenant', 'status', 'state'],
      kept: {
        log: 'operators: notes on steps that they did by hand',
        decisions: 'customers: reasons of earlier releases, which only operators see',
      },
    },
  },
  errors: sagaErrors,
  tags: { sagas: 'Fulfilment processes of orders: what they wait for, and their repair.' },
  controllers: [SagasController, FulfilmentConsumer],
  compose: ({ sagas: store, timers, ids, report }, { orders, process, log }) => ({
    providers: [process, log],
    background: [
      new Deadlines({
        store,
        timers,
        wake: wakeOverdue(orders, ids),
        onError: (error) => report(error, 'overdue sagas were not woken'),
      }),
      new SagaSweeper({
        store,
        timers,
        alarm: ({ last, ...saga }) =>
          report(undefined, 'a saga is stuck', { saga: { ...saga, step: last && labelOf(last) } }),
        onError: (error) => report(error, 'stuck sagas were not looked for'),
      }),
    ],
    gauges: {
      waybill_sagas_stuck: {
        help: 'Sagas whose command is unanswered after its deadline',
        read: () => store.countOverdue(),
      },
      waybill_sagas_alarming: {
        help: 'Sagas that have sent the command in flight five times or more',
        read: () => store.countAlarming(),
      },
    },
  }),
};
