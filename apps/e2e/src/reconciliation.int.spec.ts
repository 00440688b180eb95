import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paymentAuthorize, paymentCapture, paymentRefund } from '@waybill/contracts';
import type { ServiceApp } from '@waybill/platform';
import {
  Api,
  ROOT,
  type SingleService,
  type TokenClaims,
  eventually,
  startService,
  token,
  uniqueName,
} from '@waybill/testing';
import Stripe from 'stripe';
import { paymentApp } from '../../payment/src/payment.app.js';
import { type Sandbox, startSandbox } from '../../sandbox/src/sandbox.app.js';

interface Difference {
  readonly kind: string;
  readonly orderId: string | null;
  readonly gatewayId: string;
  readonly ours: string;
  readonly theirs: string;
}
interface Report {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

const ADMIN: TokenClaims = { sub: 'operator', operator: true };
const PAID = 5_000;
const euros = (amount: number) => ({ amount, currency: 'EUR' });
let sandbox: Sandbox;
let gateway: Api;
let stripe: Stripe;
let service: SingleService;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { gateway: port } = sandbox.ports;
  gateway = new Api(`http://127.0.0.1:${port}`);
  stripe = new Stripe('sk_test_by_hand', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
  service = await startService(paymentApp as unknown as ServiceApp, 'payment.events', {
    STRIPE_API_KEY: 'sk_test_books',
    STRIPE_API_BASE: gateway.url,
  });
});
afterAll(async () => {
  await service?.stop();
  await sandbox?.close();
});

const heard = (orderId: string, type: string) =>
  eventually(() => {
    const answer = service.heard.find((one) => one.key === orderId && one.type === type);
    expect(answer).toMatchObject({ key: orderId, type });
    return answer!.data as { paymentId: string };
  });

/** Authorizes a payment; for `refunded`, also captures it and refunds a part. */
async function order(end: 'authorized' | 'refunded') {
  const orderId = uniqueName('order');
  const asked = { orderId, customerId: 'ada', amount: euros(PAID), paymentMethod: 'pm_card_visa' };
  await service.send(paymentAuthorize, orderId, asked);
  const { paymentId } = await heard(orderId, 'payment.authorized');
  if (end === 'authorized') return { orderId, paymentId };
  await service.send(paymentCapture, orderId, { orderId, amount: euros(PAID) });
  await heard(orderId, 'payment.captured');
  const refund = { reason: 'short-pick' as const, subject: 'shipment-1' };
  const command = { orderId, refundId: `${orderId}:r`, amount: euros(1_000), reason: 'short', refund };
  await service.send(paymentRefund, orderId, command);
  await heard(orderId, 'payment.refunded');
  return { orderId, paymentId };
}

const HOUR = 3_600_000;
const period = () => ({ from: new Date(Date.now() - HOUR), to: new Date(Date.now() + HOUR) });
const compare = async () => (await service.api(ADMIN)).post<Report>('/admin/reconciliations', period());

async function command(...more: string[]): Promise<{ code: number | null; out: string }> {
  const { from, to } = period();
  const when = ['--from', from.toISOString(), '--to', to.toISOString()];
  const source = ['--conditions=@waybill/source', '--import', join(ROOT, 'tools/source.mjs')];
  const { url } = await service.api();
  const flags = ['--url', url, '--token', await token(ADMIN), ...when, ...more];
  const child = spawn(process.execPath, [...source, join(ROOT, 'tools/waybill.ts'), 'reconcile', ...flags], {
    cwd: ROOT,
  });
  const [out, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, out };
}

describe('the records of the gateway and ours', () => {
  it('agree without interference, and each planted difference is reported alone', async () => {
    const paid = await Promise.all([1, 2, 3, 4, 5].map(() => order('refunded')));
    const held = await Promise.all([1, 2].map(() => order('authorized')));
    expect(await compare()).toEqual({ compared: 7, differences: [] });
    expect(await command()).toMatchObject({ code: 0, out: expect.stringContaining('No difference among 7') });

    const [refunded, taken, amount, gone, twice] = paid as [Paid, Paid, Paid, Paid, Paid];
    const [cancelled, untouched] = held as [Paid, Paid];
    await stripe.refunds.create({ payment_intent: refunded.paymentId, amount: 500 });
    await gateway.call('PATCH', `/sandbox/payments/${taken.paymentId}`, { body: { captured: 4_900 } });
    await gateway.call('PATCH', `/sandbox/payments/${amount.paymentId}`, { body: { amount: 5_100 } });
    await stripe.paymentIntents.cancel(cancelled.paymentId);
    const again = await charge({ order_id: twice.orderId });
    const stranger = await charge({ order_id: 'somebody else’s' });
    await service.pool.query(`UPDATE payments SET gateway_id = 'pi_unheard' WHERE order_id = $1`, [
      gone.orderId,
    ]);

    const named = (kind: string, { orderId, paymentId }: Paid, ours: string, theirs: string) => ({
      kind,
      orderId,
      gatewayId: paymentId,
      ours,
      theirs,
      advice: expect.any(String),
    });
    const wanted = [
      named('REFUNDED', refunded, '1000', '1500'),
      named('CAPTURED', taken, '5000', '4900'),
      named('AMOUNT', amount, '5000 EUR', '5100 EUR'),
      named('STATUS', cancelled, 'authorized', 'voided'),
      named(
        'CHARGED_TWICE',
        { orderId: twice.orderId, paymentId: again },
        twice.paymentId,
        'captured, 700 EUR',
      ),
      named(
        'NOT_OURS',
        { orderId: 'somebody else’s', paymentId: stranger },
        'no payment',
        'captured, 700 EUR',
      ),
      named('NOT_AT_GATEWAY', { ...gone, paymentId: 'pi_unheard' }, 'captured', 'nothing'),
      // The order's real payment at the gateway no longer has our id, so it appears as a second charge.
      named('CHARGED_TWICE', gone, 'pi_unheard', 'captured, 4000 EUR'),
    ];
    const { differences } = await compare();
    const sorted = (all: readonly Difference[]) =>
      [...all].sort((a, b) => (a.kind + a.gatewayId < b.kind + b.gatewayId ? -1 : 1));
    expect(sorted(differences)).toEqual(sorted(wanted));
    expect(differences.map(({ orderId }) => orderId)).not.toContain(untouched.orderId);
    const told = await command();
    expect(told.code).toBe(1);
    expect(told.out).toContain('8 differences among 10 payments');
  });

  it('are compared once for each past day', async () => {
    const yesterday = new Date(Date.now() - 25 * HOUR).toISOString().slice(0, 10);
    const api = await service.api(ADMIN);
    await eventually(async () => {
      const { items } = await api.get<{ items: object[] }>('/admin/reconciliations');
      expect(items).toMatchObject([
        { day: yesterday, compared: 0, differences: [], finishedAt: expect.any(String) },
      ]);
    });
  });

  it('can be compared by admins only', async () => {
    const customer = await service.api({ sub: 'ada' });
    expect((await customer.call('POST', '/admin/reconciliations', { body: period() })).status).toBe(403);
    const backwards = { from: new Date().toISOString(), to: new Date(0).toISOString() };
    expect(
      await (await service.api(ADMIN)).call('POST', '/admin/reconciliations', { body: backwards }),
    ).toMatchObject({
      body: { code: 'PERIOD_INVALID' },
    });
  });
});

interface Paid {
  readonly orderId: string;
  readonly paymentId: string;
}

/** Creates a payment at the gateway without the payment service. */
async function charge(metadata: Record<string, string>): Promise<string> {
  const how = { confirm: true, allowed_payment_method_types: ['card'], payment_method: 'pm_card_visa' };
  const { id } = await stripe.paymentIntents.create({
    amount: 700,
    currency: 'eur',
    ...how,
    metadata,
  } as never);
  return id;
}
