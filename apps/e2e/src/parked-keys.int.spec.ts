import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { notificationApp } from '../../notification/src/notification.app.js';

describe('parked keys', () => {
  let service: SingleService;
  beforeAll(async () => {
    service = await startService(notificationApp, 'notification.events', {
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'shop@example.com',
    });
  });
  afterAll(() => service?.stop());

  it('are listed for admins, who can retry one', async () => {
    const admin = await service.api({ sub: 'boss', admin: true, operator: true });
    const entry = { key: 'order 1/2', type: 'a.type', topic: 'a.topic', tries: 5, error: 'too large' };
    await service.pool.query(
      `INSERT INTO outbox_parked VALUES ($1, 0, 1, 'id-1', $2, $3, $4, $5, now(), now() + interval '1 hour')`,
      Object.values(entry),
    );
    const outbox = await admin.get<{ parked: { parkedAt: string; retryAt: string }[] }>('/admin/outbox');
    expect(outbox).toEqual({
      pending: 0,
      oldestSeconds: null,
      parked: [
        {
          ...entry,
          messageId: 'id-1',
          parkedAt: expect.any(String),
          retryAt: expect.any(String),
        },
      ],
    });
    const retry = `/admin/outbox/parked/${encodeURIComponent(entry.key)}/retry`;
    expect((await admin.call('POST', retry)).status).toBe(202);
    // No message of the key is left, so the next retry removes the parked key.
    await eventually(async () => expect((await admin.call('POST', retry)).status).toBe(404));
    const ada = await service.api({ sub: 'ada', name: 'Ada', email: 'ada@example.com' });
    expect((await ada.call('POST', retry)).status).toBe(403);
  });
});
