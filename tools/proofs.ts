// The files of the proofs that docs/proofs.md describes, by group and number.
const RELAYS = 'apps/e2e/src/proofs/relays';
const MEMBERS = 'apps/e2e/src/proofs/members';
const HOT_STOCK = 'apps/inventory/src/stock/hot-stock';
const CALM = 'tools/simulate/fault-free';
const LOST_REPLY = 'libs/messaging/src/kafka/lost-reply';

export const PROOFS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  messaging: {
    2: [RELAYS],
    3: [LOST_REPLY],
    4: ['apps/e2e/src/proofs/long-transaction', 'libs/outbox/src/replication/replication-relay'],
    5: [RELAYS],
    9: ['apps/e2e/src/proofs/broker-killed'],
    10: [MEMBERS],
    11: ['apps/e2e/src/proofs/zombies'],
    12: ['libs/messaging/src/kafka/poison', 'libs/messaging/src/consumer.int'],
    13: ['libs/messaging/src/dead-letter-admin', 'libs/platform/src/http/dead-letters'],
    23: ['apps/e2e/src/proofs/rolling-restart'],
    24: ['apps/e2e/src/proofs/backlog', 'apps/e2e/src/alerts'],
    26: [MEMBERS, LOST_REPLY, RELAYS],
  },
  memory: {
    1: ['libs/event-store/src/writers'],
    2: ['libs/event-store/src/projections/projector'],
    3: ['libs/event-store/src/projections/projector'],
    4: ['libs/event-store/src/projections/inline-views'],
    5: ['apps/order/src/projections/histories'],
    6: ['apps/order/src/projections/rebuilds'],
  },
  codecs: {
    30: ['apps/e2e/src/proofs/codecs'],
    31: ['libs/messaging/src/kafka/foreign-records'],
    32: ['libs/messaging/src/kafka/undecodable-records', 'libs/messaging/src/kafka/record-batches'],
  },
  api: { 1: ['apps/e2e/src/proofs/fuzz'] },
  upgrade: {
    1: ['apps/e2e/src/upgrade/upgrade'],
    2: ['apps/e2e/src/upgrade/rolling'],
    3: ['apps/e2e/src/upgrade/rolling'],
  },
  orders: {
    1: ['apps/e2e/src/proofs/crash-points'],
    6: ['apps/e2e/src/proofs/statement-timeouts', 'libs/event-store/src/projections/transaction'],
    7: ['apps/e2e/src/proofs/backends-killed'],
    8: ['apps/e2e/src/proofs/postgres-stopped'],
    14: [CALM],
    28: ['apps/e2e/src/erasure-canary'],
    15: ['apps/order/src/fulfilment/fulfilment-faults'],
    16: ['apps/e2e/src/proofs/gateway'],
    17: ['apps/e2e/src/proofs/hot-sku', HOT_STOCK],
    18: ['apps/e2e/src/proofs/one-key'],
    22: [CALM],
    26: [
      MEMBERS,
      LOST_REPLY,
      HOT_STOCK,
      'libs/event-store/src/writers',
      'libs/event-store/src/projections/projector',
      'apps/payment/src/payments/payments.int',
    ],
  },
  links: {
    21: ['apps/e2e/src/proofs/links', 'libs/platform/src/http/deadline'],
  },
};
