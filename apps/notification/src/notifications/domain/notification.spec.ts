import { describe, expect, it } from '@jest/globals';
import { type Notification, settle } from './notification.js';

const at = new Date('2026-03-01T12:00:00Z');
const queued: Notification = { status: 'queued', sentAt: null, error: null };

describe('a notification', () => {
  it('is sent', () => {
    expect(settle(queued, { status: 'sent' }, at)).toEqual({ status: 'sent', sentAt: at, error: null });
  });

  it('fails with what the mail server said', () => {
    const failed = settle(queued, { status: 'failed', error: '550 no such mailbox' }, at);
    expect(failed).toEqual({ status: 'failed', sentAt: null, error: '550 no such mailbox' });
  });

  it('ends once', () => {
    const sent = settle(queued, { status: 'sent' }, at);
    expect(settle(sent, { status: 'failed', error: 'late' }, at)).toBe(sent);
  });
});
