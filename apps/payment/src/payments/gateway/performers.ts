import type { Clock } from '@waybill/kernel';
import { type EffectCall, type Performer, toLoad } from '@waybill/unit-of-work';
import { authorizePayment } from '../commands/authorize-payment.js';
import { cancelPayment } from '../commands/cancel-payment.js';
import { capturePayment } from '../commands/capture-payment.js';
import { refundPayment } from '../commands/refund-payment.js';
import { type InFlight, settleGiveBack, settlePayment, settleRefund } from '../commands/settle-payment.js';
import { voidPayment } from '../commands/void-payment.js';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { GatewayRefund } from '../domain/refund.js';
import { type Command, payments } from '../payments.rows.js';
import type {
  AuthorizeRequest,
  CaptureRequest,
  Gateway,
  Named,
  RefundRequest,
  VoidRequest,
} from './gateway.js';
import { isFresh } from './is-fresh.js';

const foresee = (about: { readonly orderId: string }) => [toLoad(payments, about)];

/** A first call is simply made. One whose outcome is unknown is looked for before it is made again under the same key. */
export function performers(gateway: Gateway, clock: Clock) {
  const authorize: Performer<AuthorizeRequest, GatewayPayment> = {
    async perform(request, call) {
      const found = isFresh(call, clock.now())
        ? undefined
        : await gateway.find({ ...request, gatewayId: null });
      return found ?? gateway.authorize(request);
    },
    answer: (tx, seen, { orderId, revision = 0 }) =>
      settlePayment(tx, { orderId, during: 'authorizing', revision }, seen),
    foresee,
  };
  const ended = async (request: Named, call: EffectCall): Promise<GatewayPayment | undefined> => {
    const found = isFresh(call, clock.now()) ? undefined : await gateway.find(request);
    return found?.status === 'captured' || found?.status === 'voided' ? found : undefined;
  };
  const capture: Performer<CaptureRequest, GatewayPayment> = {
    perform: async (request, call) => (await ended(request, call)) ?? gateway.capture(request),
    answer: (tx, seen, { orderId }) => settlePayment(tx, { orderId, during: 'capturing' }, seen),
    foresee,
  };
  const release: Performer<VoidRequest, GatewayPayment> = {
    perform: async (request, call) => (await ended(request, call)) ?? gateway.void(request),
    answer: (tx, seen, { orderId }) => settlePayment(tx, { orderId, during: 'voiding' }, seen),
    foresee,
  };
  const refund: Performer<RefundRequest, GatewayRefund> = {
    async perform(request, call) {
      const found = isFresh(call, clock.now()) ? undefined : await gateway.findRefund(request);
      return found ?? gateway.refund(request);
    },
    answer: (tx, seen, request) => settleRefund(tx, request, seen),
  };
  return {
    'payment.authorize': authorize,
    'payment.capture': capture,
    'payment.void': release,
    'payment.refund': refund,
    'payment.look': look(gateway),
    'payment.give-back': giveBack(gateway),
    'payment.resume': resume,
  };
}

/** The gateway let us know that something happened: what it is, it is asked for itself. */
function look(gateway: Gateway): Performer<Named & InFlight, GatewayPayment | null> {
  return {
    perform: async (payment) => (await gateway.find(payment)) ?? null,
    answer: (tx, seen, payment) => (seen ? settlePayment(tx, payment, seen) : undefined),
  };
}

/** What is not to be kept goes back whole: an amount that another took the place of, or that nobody asked for. */
function giveBack(gateway: Gateway): Performer<VoidRequest, GatewayRefund | null> {
  return {
    async perform(request) {
      const { gatewayId, idempotencyKey: refundId } = request;
      const seen = await gateway.find(request);
      if (!seen) throw new Error(`the gateway has not decided: payment ${gatewayId}`);
      if (seen.status === 'authorized') await gateway.void(request);
      if (seen.status !== 'captured') return null;
      const reason = 'taken by mistake';
      const refund = { ...request, refundId, amount: seen.captured, reason };
      return (await gateway.findRefund(refund)) ?? gateway.refund(refund);
    },
    answer: (tx, seen, request) => settleGiveBack(tx, request, seen),
  };
}

/** A command that waited is handled again by its own act, and its answer names it as its cause. */
const resume: Performer<Command, void> = {
  perform: () => Promise.resolve(),
  answer(tx, _, { command, data }) {
    switch (command) {
      case 'authorize':
        return authorizePayment(tx, data);
      case 'capture':
        return capturePayment(tx, data);
      case 'void':
        return voidPayment(tx, data);
      case 'refund':
        return refundPayment(tx, data);
      case 'cancel':
        return cancelPayment(tx, data);
    }
  },
};
