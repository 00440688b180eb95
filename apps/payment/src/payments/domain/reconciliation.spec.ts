import { describe, expect, it } from '@jest/globals';
import { type GatewayEntry, type OurEntry, compare } from './reconciliation.js';

const ours: OurEntry = {
  orderId: 'order-7',
  gatewayId: 'pi_1',
  heldId: null,
  status: 'captured',
  amount: 5_000,
  currency: 'EUR',
  captured: 5_000,
  refunding: 0,
  refunded: 1_000,
};
const theirs: GatewayEntry = {
  orderId: 'order-7',
  gatewayId: 'pi_1',
  status: 'captured',
  captured: 5_000,
  refunded: 1_000,
  amount: { amount: 5_000, currency: 'EUR' },
};
const kinds = (our: OurEntry | undefined, their: Partial<GatewayEntry>) =>
  compare(our, { ...theirs, ...their }).map(({ kind }) => kind);

describe('payments that agree', () => {
  it.each<[string, Partial<OurEntry>, Partial<GatewayEntry>]>([
    ['captured and refunded in part', {}, {}],
    [
      'authorized',
      { status: 'authorized', captured: 0, refunded: 0 },
      { status: 'authorized', captured: 0, refunded: 0 },
    ],
    [
      'voided',
      { status: 'voided', captured: 0, refunded: 0 },
      { status: 'voided', captured: 0, refunded: 0 },
    ],
    [
      'of a refused capture',
      { status: 'failed', captured: 0, refunded: 0 },
      { status: 'authorized', captured: 0, refunded: 0 },
    ],
    [
      'taken by mistake and given back',
      { status: 'failed', captured: 0, refunded: 0 },
      { captured: 60, refunded: 60 },
    ],
    ['with a refund on its way', { refunding: 500 }, { refunded: 1_500 }],
    ['that are being captured', { status: 'capturing', captured: 0, refunded: 0 }, {}],
    ['that were let go for a newer amount', { gatewayId: 'pi_2' }, { status: 'voided', refunded: 0 }],
    [
      'still held for a newer amount',
      { gatewayId: null, heldId: 'pi_1', status: 'authorizing' },
      { status: 'authorized' },
    ],
  ])('are no difference: %s', (_, our, their) => {
    expect(kinds({ ...ours, ...our }, their)).toEqual([]);
  });

  it('are none either where we know nothing and no money moved', () => {
    expect(kinds(undefined, { status: 'open', captured: 0, refunded: 0 })).toEqual([]);
    expect(kinds(undefined, { refunded: 5_000 })).toEqual([]);
  });
});

describe('a difference', () => {
  it.each<[string, OurEntry | undefined, Partial<GatewayEntry>]>([
    ['NOT_OURS', undefined, {}],
    ['CHARGED_TWICE', { ...ours, gatewayId: 'pi_2' }, {}],
    ['CHARGED_TWICE', { ...ours, gatewayId: 'pi_2' }, { status: 'authorized' }],
    ['CHARGED_TWICE', { ...ours, gatewayId: null, status: 'declined' }, {}],
    ['STATUS', ours, { status: 'voided' }],
    ['STATUS', { ...ours, status: 'authorized', captured: 0, refunded: 0 }, { refunded: 0 }],
    ['STATUS', { ...ours, status: 'voided', captured: 0, refunded: 0 }, { status: 'authorized' }],
    ['AMOUNT', ours, { amount: { amount: 4_999, currency: 'EUR' } }],
    ['AMOUNT', ours, { amount: { amount: 5_000, currency: 'USD' } }],
    ['CAPTURED', ours, { captured: 4_999 }],
    ['REFUNDED', ours, { refunded: 999 }],
    ['REFUNDED', { ...ours, refunding: 500 }, { refunded: 1_501 }],
  ])('is named: %s', (kind, our, their) => {
    expect(kinds(our, their)).toEqual([kind]);
  });

  it('tells both sides and what to do', () => {
    expect(compare(ours, { ...theirs, refunded: 2_500 })).toEqual([
      {
        kind: 'REFUNDED',
        orderId: 'order-7',
        gatewayId: 'pi_1',
        ours: '1000',
        theirs: '2500',
        advice: expect.stringContaining('book it with the order'),
      },
    ]);
  });
});
