import type { Feature } from '@waybill/platform';
import { PaymentAlarmRow, openAlarms } from './alarm.rows.js';
import { PaymentAlarmsController } from './alarms.controller.js';
import { PaymentAlarms1760000002003 } from './migrations/payment-alarms.js';

/** Payments that an operator must settle by hand. */
export const alarmsFeature: Feature = {
  entities: [PaymentAlarmRow],
  migrations: [PaymentAlarms1760000002003],
  dataClasses: {
    payment_alarms: {
      none: ['id', 'tenant', 'order_id', 'kind', 'detail'],
      kept: { settled_by: 'admins: who settled it', note: 'admins: how they settled it' },
    },
  },
  controllers: [PaymentAlarmsController],
  compose: ({ pool }) => ({
    gauges: {
      waybill_payment_alarms: {
        help: 'Open payment alarms that need an operator. See /admin/payment-alarms',
        read: () => openAlarms(pool),
      },
    },
  }),
};
