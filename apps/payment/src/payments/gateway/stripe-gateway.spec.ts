import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { drip } from '@waybill/testing';
import { STRIPE_API_VERSION } from './stripe-api-version.js';
import { StripeGateway } from './stripe-gateway.js';

interface Called {
  readonly call: string;
  readonly key: string | undefined;
  readonly form: Readonly<Record<string, string>>;
  readonly version: string | undefined;
}
/** Status and body; without a status there is no response. A text is sent as HTML. */
type Reply = readonly [status: number | undefined, body: object | string];
/** Answers a request in another way than with a reply. */
type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;

const euros = (amount: number) => ({ amount, currency: 'EUR' });
let server: Server;
let gateway: StripeGateway;
let called: Called[] = [];
let replies: Record<string, Reply[]> = {};
let misbehave: Misbehaviour | undefined;
let reported: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://stripe');
      const call = `${request.method} ${pathname.replace('/v1/', '')}`;
      const form = Object.fromEntries([
        ...searchParams,
        ...new URLSearchParams(String(Buffer.concat(chunks))),
      ]);
      const { 'idempotency-key': key, 'stripe-version': version } = request.headers as Record<string, string>;
      called.push({ call, key, form, version });
      if (misbehave) return misbehave(request, response);
      const [status, body] = replies[call]?.shift() ?? [
        404,
        { error: { type: 'invalid_request_error', message: call } },
      ];
      if (!status) return;
      if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(body);
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = new StripeGateway({
    key: 'sk_test_spec',
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    version: STRIPE_API_VERSION,
    timeout: 300,
    report: (error, message, details) =>
      reported.push(`${message}: ${(error as Error).message} ${JSON.stringify(details)}`),
  });
});
beforeEach(() => {
  called = [];
  replies = {};
  misbehave = undefined;
  reported = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request = {
  orderId: 'order-7',
  customerId: 'grace',
  amount: euros(5_000),
  paymentMethod: 'pm_card_visa',
  idempotencyKey: 'authorize-order-7',
};
const held = { orderId: 'order-7', gatewayId: 'pi_1', idempotencyKey: 'key' };

function intent(status: string, more: object = {}): object {
  return {
    id: 'pi_1',
    object: 'payment_intent',
    amount: 5_000,
    amount_received: 0,
    currency: 'eur',
    status,
    ...more,
  };
}

function paidWith(details: object): object {
  return { latest_charge: { id: 'ch_1', object: 'charge', payment_method_details: details } };
}

function error(type: string, more: object): object {
  return { error: { type, message: 'said by Stripe', ...more } };
}

describe('authorizing', () => {
  it('holds the amount under its key, marked with the order', async () => {
    replies = {
      'POST payment_intents': [[200, intent('requires_capture', paidWith({ type: 'card', card: {} }))]],
    };
    expect(await gateway.authorize(request)).toEqual({
      status: 'authorized',
      gatewayId: 'pi_1',
      amount: euros(5_000),
      method: 'card',
    });
    expect(called).toMatchObject([
      {
        key: 'authorize-order-7',
        form: {
          amount: '5000',
          currency: 'eur',
          capture_method: 'manual',
          confirm: 'true',
          'metadata[order_id]': 'order-7',
          payment_method: 'pm_card_visa',
        },
      },
    ]);
  });

  it.each([
    [{ type: 'card', card: { wallet: { type: 'apple_pay' } } }, 'wallet'],
    [{ type: 'link' }, 'wallet'],
    [{ type: 'us_bank_account' }, 'bank'],
    [{ type: 'sepa_debit' }, 'bank'],
  ])('knows the sort of method: %j', async (details, method) => {
    replies = { 'POST payment_intents': [[200, intent('requires_capture', paidWith(details))]] };
    expect(await gateway.authorize(request)).toMatchObject({ method });
  });

  it.each([
    ['insufficient_funds', 'INSUFFICIENT_FUNDS'],
    ['expired_card', 'EXPIRED_CARD'],
    ['authentication_required', 'AUTHENTICATION_REQUIRED'],
    ['generic_decline', 'CARD_DECLINED'],
    ['stolen_card', 'CARD_DECLINED'],
  ])('is declined: %s', async (decline_code, code) => {
    replies = {
      'POST payment_intents': [[402, error('card_error', { code: 'card_declined', decline_code })]],
    };
    const answer = await gateway.authorize(request);
    expect(answer).toMatchObject({ status: 'refused', refusal: { code } });
    expect(JSON.stringify(answer)).not.toContain('said by Stripe');
  });

  it('is declined where the customer would have to authenticate', async () => {
    replies = { 'POST payment_intents': [[200, intent('requires_action')]] };
    expect(await gateway.authorize(request)).toMatchObject({ refusal: { code: 'AUTHENTICATION_REQUIRED' } });
  });

  it.each([
    [
      { code: 'resource_missing', param: 'payment_method' },
      'The payment provider does not know this payment method. Choose another one.',
    ],
    [{ code: 'amount_too_small', param: 'amount' }, 'The payment provider did not accept this payment.'],
  ])(
    'is refused for good where the request itself is wrong, and only the log has the words of Stripe: %j',
    async (more, detail) => {
      replies = { 'POST payment_intents': [[400, error('invalid_request_error', more)]] };
      expect(await gateway.authorize(request)).toEqual({
        status: 'refused',
        refusal: { code: 'GATEWAY_REFUSED', detail },
      });
      expect(reported).toEqual(['the gateway refused a request: said by Stripe {"orderId":"order-7"}']);
    },
  );

  it.each([
    ['a fault at Stripe', 500, error('api_error', {})],
    ['too many calls', 429, error('invalid_request_error', { code: 'rate_limit' })],
    ['a call with this key still at work', 409, error('idempotency_error', {})],
    ['a wrong API key', 401, error('invalid_request_error', {})],
    ['no decision yet', 200, intent('processing')],
    ['no answer', undefined, {}],
  ])('is unknown after %s, and says so by throwing', async (_, status, body) => {
    replies = { 'POST payment_intents': [[status, body]] };
    await expect(gateway.authorize(request)).rejects.toThrow();
    expect(called).toHaveLength(1);
  });

  it('asks again under the same key with the same words', async () => {
    const authorized = intent('requires_capture', paidWith({ type: 'card', card: {} }));
    replies = {
      'POST payment_intents': [
        [undefined, {}],
        [200, authorized],
      ],
    };
    await expect(gateway.authorize(request)).rejects.toThrow();
    expect(await gateway.authorize(request)).toMatchObject({ status: 'authorized' });
    expect(called[1]).toEqual(called[0]);
  });

  it.each([
    ['EUR', 1_234, '1234'],
    ['JPY', 1_234, '1234'],
    ['ISK', 1_234, '123400'],
    ['MGA', 123_400, '1234'],
  ])('counts as Stripe does: %s', async (currency, amount, said) => {
    const answer = intent('requires_capture', { amount: Number(said), currency: currency.toLowerCase() });
    replies = { 'POST payment_intents': [[200, answer]] };
    const asked = { amount, currency };
    expect(await gateway.authorize({ ...request, amount: asked })).toMatchObject({ amount: asked });
    expect(called[0]?.form['amount']).toBe(said);
  });
});

describe('a call to the gateway', () => {
  const page = '<!doctype html><title>Bad gateway</title>';
  it.each([200, 302, 400, 402, 404, 429, 500, 502])(
    'has failed if a page is returned instead of an object of the API: %i',
    async (status) => {
      replies = { 'POST payment_intents': [[status, page]] };
      const cause = `the response with status ${status} and text/html is not an object of Stripe’s API`;
      await expect(gateway.authorize(request)).rejects.toMatchObject({
        type: 'StripeConnectionError',
        detail: { message: cause },
      });
    },
  );

  it('has failed if the response is an object of another API', async () => {
    replies = { 'POST payment_intents': [[200, { status: 'authorized' }]] };
    await expect(gateway.authorize(request)).rejects.toMatchObject({ type: 'StripeConnectionError' });
  });

  it.each([
    ['the head', 'HTTP/1.1 200 OK\r\nx-drip:'],
    ['the body', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"id":"pi_1",'],
  ])('ends at its timeout while %s is still arriving, and closes the connection', async (_, head) => {
    let closed: Promise<unknown> | undefined;
    misbehave = ({ socket }) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      void drip(socket, head);
    };
    await expect(gateway.authorize(request)).rejects.toThrow('timeout');
    await closed;
  });

  it.each([
    ['at once', (_: IncomingMessage, response: ServerResponse) => void response.socket!.resetAndDestroy()],
    [
      'in the response',
      (_: IncomingMessage, response: ServerResponse) => {
        response
          .writeHead(200, { 'content-length': 100 })
          .write('{', () => response.socket!.resetAndDestroy());
      },
    ],
  ])('is one request, also if the connection is reset %s', async (_, reset) => {
    misbehave = reset;
    await expect(gateway.authorize(request)).rejects.toMatchObject({ type: 'StripeConnectionError' });
    expect(called.map(({ call }) => call)).toEqual(['POST payment_intents']);
  });

  it('names the version of the API', async () => {
    replies = { 'GET payment_intents/pi_1': [[200, intent('canceled')]] };
    await gateway.find({ orderId: 'order-7', gatewayId: 'pi_1' });
    expect(called).toMatchObject([{ version: STRIPE_API_VERSION }]);
  });
});

describe('capturing and voiding', () => {
  const tooLate: Reply = [400, error('invalid_request_error', { code: 'payment_intent_unexpected_state' })];
  const captured = intent('succeeded', { amount_received: 4_000 });

  it('takes what is asked', async () => {
    replies = { 'POST payment_intents/pi_1/capture': [[200, captured]] };
    expect(await gateway.capture({ ...held, amount: euros(4_000) })).toMatchObject({
      status: 'captured',
      captured: euros(4_000),
    });
    expect(called).toMatchObject([{ key: 'key', form: { amount_to_capture: '4000' } }]);
  });

  it.each([
    ['captured before', captured, 'captured'],
    ['ended', intent('canceled'), 'voided'],
  ])('a capture that comes too late is answered with what is so: %s', async (_, now, status) => {
    replies = { 'POST payment_intents/pi_1/capture': [tooLate], 'GET payment_intents/pi_1': [[200, now]] };
    expect(await gateway.capture({ ...held, amount: euros(4_000) })).toMatchObject({ status });
  });

  it('lets go what is held', async () => {
    replies = { 'POST payment_intents/pi_1/cancel': [[200, intent('canceled')]] };
    expect(await gateway.void(held)).toEqual({ status: 'voided', gatewayId: 'pi_1' });
  });

  it('a void that comes too late is answered with what is so', async () => {
    replies = {
      'POST payment_intents/pi_1/cancel': [tooLate],
      'GET payment_intents/pi_1': [[200, captured]],
    };
    expect(await gateway.void(held)).toMatchObject({ status: 'captured' });
  });

  it('a void is never refused for good', async () => {
    replies = { 'POST payment_intents/pi_1/cancel': [[400, error('invalid_request_error', {})]] };
    await expect(gateway.void(held)).rejects.toThrow('said by Stripe');
  });
});

describe('refunding', () => {
  const refund = { ...held, refundId: 'r1', amount: euros(1_000), reason: 'cancelled' };
  const answer = {
    id: 're_1',
    object: 'refund',
    amount: 1_000,
    currency: 'eur',
    metadata: { refund_id: 'r1' },
  };

  it.each(['succeeded', 'pending'])('is done once the gateway has taken it up: %s', async (status) => {
    replies = { 'POST refunds': [[200, { ...answer, status }]] };
    expect(await gateway.refund(refund)).toEqual({ status: 'refunded', amount: euros(1_000) });
  });

  it('has failed where the gateway says so', async () => {
    replies = { 'POST refunds': [[200, { ...answer, status: 'failed' }]] };
    expect(await gateway.refund(refund)).toMatchObject({ refusal: { code: 'REFUND_FAILED' } });
  });

  it('that was tried again is found by the key of each try', async () => {
    const tried = (key: string, status: string) => ({
      ...answer,
      status,
      metadata: { refund_id: 'r1', key },
    });
    const data = [tried('second', 'succeeded'), tried('first', 'failed')];
    const list = { object: 'list', data, has_more: false, url: '/v1/refunds' };
    replies = {
      'GET refunds': [
        [200, list],
        [200, list],
        [200, list],
      ],
    };
    const found = (idempotencyKey: string) => gateway.findRefund({ ...refund, idempotencyKey });
    expect(await found('first')).toMatchObject({ status: 'refused' });
    expect(await found('second')).toMatchObject({ status: 'refunded' });
    expect(await found('third')).toBeUndefined();
  });

  it('is found among the refunds of its payment', async () => {
    const other = { ...answer, id: 're_0', metadata: { refund_id: 'r0' } };
    const data = [other, { ...answer, status: 'succeeded' }];
    replies = { 'GET refunds': [[200, { object: 'list', data, has_more: false, url: '/v1/refunds' }]] };
    expect(await gateway.findRefund(refund)).toEqual({ status: 'refunded', amount: euros(1_000) });
  });
});

describe('finding', () => {
  it('searches by the order and shows the payment as it is now', async () => {
    const found = { object: 'search_result', data: [intent('requires_confirmation')], has_more: false };
    replies = {
      'GET payment_intents/search': [[200, found]],
      'GET payment_intents/pi_1': [
        [200, intent('requires_payment_method', { last_payment_error: { code: 'expired_card' } })],
      ],
    };
    expect(await gateway.find({ orderId: "o'7", gatewayId: null })).toMatchObject({
      refusal: { code: 'EXPIRED_CARD' },
    });
    expect(called[0]?.form['query']).toBe("metadata['order_id']:'o\\'7'");
  });

  it('tells the amounts of one order apart', async () => {
    const revised = { ...intent('requires_capture'), id: 'pi_2', metadata: { revision: '2' } };
    const found = { object: 'search_result', data: [revised, intent('requires_capture')], has_more: false };
    replies = {
      'GET payment_intents/search': [
        [200, found],
        [200, found],
      ],
      'GET payment_intents/pi_1': [[200, intent('canceled')]],
      'GET payment_intents/pi_2': [[200, { ...intent('requires_capture'), id: 'pi_2' }]],
    };
    const first = { orderId: 'order-7', gatewayId: null };
    expect(await gateway.find(first)).toEqual({ status: 'voided', gatewayId: 'pi_1' });
    expect(await gateway.find({ ...first, revision: 2 })).toMatchObject({ gatewayId: 'pi_2' });
  });

  it('finds nothing where there is nothing, or nothing decided', async () => {
    replies = {
      'GET payment_intents/search': [[200, { object: 'search_result', data: [], has_more: false }]],
      'GET payment_intents/pi_1': [[200, intent('processing')]],
    };
    expect(await gateway.find({ orderId: 'order-7', gatewayId: null })).toBeUndefined();
    expect(await gateway.find({ orderId: 'order-7', gatewayId: 'pi_1' })).toBeUndefined();
  });
});
