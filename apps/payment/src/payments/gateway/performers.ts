import type { OrderId } from '@waybill/contracts/ids';
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
import { type StoredCommand, payments } from '../payments.rows.js';
import type {
  AuthorizeRequest,
  CaptureRequest,
  Gateway,
  Named,
  RefundRequest,
  VoidRequest,
} from './gateway.js';
import { isFresh } from './is-fresh.js';
import { CONTRACTS } from '../without-gateway.js';

const prefetch = (about: { readonly orderId: OrderId }) => [toLoad(payments, about)];

/** Makes a first call at once. Before a call whose outcome is unknown is repeated under the same key, its result is looked up. */
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
    prefetch,
  };
  const ended = async (request: Named, call: EffectCall): Promise<GatewayPayment | undefined> => {
    const found = isFresh(call, clock.now()) ? undefined : await gateway.find(request);
    return found?.status === 'captured' || found?.status === 'voided' ? found : undefined;
  };
  const capture: Performer<CaptureRequest, GatewayPayment> = {
    perform: async (request, call) => (await ended(request, call)) ?? gateway.capture(request),
    answer: (tx, seen, { orderId }) => settlePayment(tx, { orderId, during: 'capturing' }, seen),
    prefetch,
  };
  const release: Performer<VoidRequest, GatewayPayment> = {
    perform: async (request, call) => (await ended(request, call)) ?? gateway.void(request),
    answer: (tx, seen, { orderId }) => settlePayment(tx, { orderId, during: 'voiding' }, seen),
    prefetch,
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

/** A webhook only signals that a payment changed; its state is read from the gateway. */
function look(gateway: Gateway): Performer<Named & InFlight, GatewayPayment | null> {
  return {
    perform: async (payment) => (await gateway.find(payment)) ?? null,
    answer: (tx, seen, payment) => (seen ? settlePayment(tx, payment, seen) : undefined),
  };
}

/** Voids or refunds, in full, a payment that must not be kept: a replaced authorization or one of a wrong amount. */
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

/** Runs a stored command in its own context, so that the causation id of its reply is the command. */
const resume: Performer<StoredCommand, void> = {
  perform: () => Promise.resolve(),
  answer(tx, _, { command, data, version = 1 }) {
    switch (command) {
      case 'authorize':
        return authorizePayment(tx, CONTRACTS.authorize.parse(data, version));
      case 'capture':
        return capturePayment(tx, CONTRACTS.capture.parse(data, version));
      case 'void':
        return voidPayment(tx, CONTRACTS.void.parse(data, version));
      case 'refund':
        return refundPayment(tx, CONTRACTS.refund.parse(data, version));
      case 'cancel':
        return cancelPayment(tx, CONTRACTS.cancel.parse(data, version));
    }
  },
};
