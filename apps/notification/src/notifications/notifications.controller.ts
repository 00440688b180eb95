import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  Caller,
  type Page,
  type Principal,
  continuedAt,
  listByTime,
  pageOf,
  pageQuery,
  pageView,
  reference,
  sortQuery,
  timesQuery,
} from '@waybill/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { NotificationRow } from './notification.rows.js';

const notificationView = z
  .object({
    id: z.string(),
    orderId: z.string().optional(),
    customerId: z.string(),
    template: z.string().meta({ description: 'Type of the message that caused the mail' }),
    recipient: z.string().nullable().meta({ description: '`null` after the customer was erased' }),
    subject: z.string(),
    status: z.enum(['queued', 'sent', 'failed']),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().optional(),
    error: z.string().optional(),
  })
  .meta({
    id: 'Notification',
    example: {
      id: '01a1fd89-b1c3-7b0e-9a61-7f52a2c6de02',
      orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
      customerId: 'ada',
      template: 'order.confirmed',
      recipient: 'ada@example.com',
      subject: 'Your order is confirmed',
      status: 'sent',
      createdAt: '2026-11-21T09:57:01.260Z',
      sentAt: '2026-11-21T09:57:01.402Z',
    },
  });
const notificationPage = pageView('NotificationPage', notificationView);
export const listQuery = z.object({
  ...pageQuery,
  sort: sortQuery('-createdAt', 'createdAt'),
  status: notificationView.shape.status.optional(),
  ...timesQuery('mails created'),
  orderId: reference(64).optional(),
  customerId: reference(255).optional(),
});

type View = z.infer<typeof notificationView>;

@Controller('v1/notifications')
@ApiTags('notifications')
@Access('admin', 'tenant')
export class NotificationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Lists mails to customers',
    description:
      '`status` shows whether the mail server has accepted the mail. Without `sort`, the newest come first.',
  })
  @ApiOkResponse({ standardSchema: notificationPage })
  async listNotifications(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<View>> {
    const { status, orderId, customerId } = list;
    const query = this.dataSource
      .getRepository(NotificationRow)
      .createQueryBuilder('n')
      .where('n.tenant = :tenant', { tenant });
    if (orderId !== undefined) query.andWhere('n.orderId = :orderId', { orderId });
    if (customerId !== undefined) query.andWhere('n.customerId = :customerId', { customerId });
    const { rows, end } = await listByTime(query, list, { id: 'id', having: { status } });
    const page = pageOf(rows, list, (row) => [row.createdAt.toISOString(), row.id], viewOf);
    return continuedAt(page, list, end);
  }
}

function viewOf({ orderId, createdAt, sentAt, error, tenant: _, ...row }: NotificationRow): View {
  return {
    ...row,
    orderId: orderId ?? undefined,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString(),
    error: error ?? undefined,
  };
}
