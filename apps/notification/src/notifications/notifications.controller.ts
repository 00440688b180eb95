import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  Caller,
  type Page,
  type Principal,
  pageOf,
  pageQuery,
  pageView,
  reference,
  timePositionOf,
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
const listQuery = z.object({ ...pageQuery, orderId: reference(64).optional() });

type View = z.infer<typeof notificationView>;

@Controller('v1/notifications')
@ApiTags('notifications')
@Access('admin', 'tenant')
export class NotificationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Lists mails to customers, newest first',
    description: '`status` shows whether the mail server has accepted the mail.',
  })
  @ApiOkResponse({ standardSchema: notificationPage })
  async listNotifications(
    @Query({ schema: listQuery }) { limit, cursor, orderId }: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<View>> {
    const after = timePositionOf(cursor);
    const query = this.dataSource
      .getRepository(NotificationRow)
      .createQueryBuilder('n')
      .where('n.tenant = :tenant', { tenant })
      .orderBy({ 'n.createdAt': 'DESC', 'n.id': 'DESC' })
      .limit(limit + 1);
    if (orderId !== undefined) query.andWhere('n.orderId = :orderId', { orderId });
    if (after) query.andWhere('(n.createdAt, n.id) < (:at, :id)', after);
    return pageOf(await query.getMany(), limit, (row) => [row.createdAt.toISOString(), row.id], viewOf);
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
