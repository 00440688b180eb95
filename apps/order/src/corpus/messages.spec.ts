import { describe, expect, it } from '@jest/globals';
import { messageTypes, paymentRefund, paymentRefunded } from '@waybill/contracts';
import { messageOf } from '@waybill/messaging';
import { type StoredMessage, corpora } from './corpus.js';

const parse = ({ topic, key, headers, value }: StoredMessage) =>
  messageOf({ topic, partition: 0, offset: 0, key, headers, value: Buffer.from(value) }, messageTypes);

describe.each(corpora)('a message that build $commit sent', ({ messages }) => {
  const named = messages.map((message) => ({ ...message, type: message.headers['ce_type']! }));

  it.each(named)('passes its contract and loses nothing: $type', (message) => {
    expect(parse(message).data).toMatchObject(JSON.parse(message.value) as object);
  });

  it.each([paymentRefund, paymentRefunded])('says what its refund is for: $type', ({ type }) => {
    const refunds = named.filter((message) => message.type === type).map((message) => parse(message));
    expect(refunds).not.toEqual([]);
    for (const { data } of refunds) expect(data).toHaveProperty('refund.reason');
  });
});
