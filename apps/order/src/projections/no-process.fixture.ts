import type { OrderProcess } from '../orders/order.repository.js';

/** Orders without a saga, for tests that record events by hand. */
export const noProcess: OrderProcess = {
  mode: 'orchestrated',
  run: () => ({
    settle() {},
    save() {},
    refusalOf: (_, { name, version }) => ({ given: name, version }),
    refuseFixedContents() {},
  }),
};
