import type { OutboxMessage } from '@waybill/outbox';
import { uuids } from '@waybill/platform';

/** A valid trace context that no trace has. */
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** A message for a test, which names only what it depends on. */
export function testMessage(
  message: Pick<OutboxMessage, 'topic' | 'key'> & Partial<OutboxMessage>,
): OutboxMessage {
  const { id = uuids.next() } = message;
  return {
    position: 0,
    shard: 0,
    id,
    type: 'test.happened',
    version: 1,
    source: '/test',
    time: new Date(),
    correlationId: id,
    causationId: id,
    userId: null,
    tenant: 'default',
    traceparent: TRACE,
    aggregateType: null,
    aggregateVersion: null,
    body: '',
    ...message,
  };
}

let count = 0;

/** A message of the outbox like `testMessage`, with another position and id each time. */
export function nextTestMessage(topic: string, key: string, body: string): OutboxMessage {
  const position = ++count;
  const time = new Date('2026-03-14T09:26:53.589Z');
  return testMessage({ position, topic, key, id: `id-${position}`, time, body });
}
