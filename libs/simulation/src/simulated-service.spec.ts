import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { accounts, book, open, contextFor } from '@waybill/testing';
import type { Ports } from '@waybill/platform';
import { type EffectCall, type Performer, toLoad } from '@waybill/unit-of-work';
import { withSimulatedGlobals } from './simulated-globals.js';
import { SimulatedService } from './simulated-service.js';
import { SimulatedBroker } from './simulated-broker.js';
import { World } from './world.js';

interface Payment {
  readonly amount: number;
}

/** Pays into the account that is the effect's key. */
class Bank implements Performer<Payment, number> {
  readonly prefetched: string[] = [];

  perform({ amount }: Payment): Promise<number> {
    return Promise.resolve(amount);
  }

  prefetch(_: Payment, { key }: EffectCall) {
    this.prefetched.push(key);
    return [toLoad(accounts, { id: key })];
  }

  async answer(...[tx, amount, , { key }]: Parameters<Performer<Payment, number>['answer']>) {
    await book(tx, key, amount);
  }
}

describe('a simulated service', () => {
  it('prefetches the rows of an effect’s answer as a deployed one does', async () => {
    const world = new World({ seed: 1, plan: { rates: {} } });
    const bank = new Bank();
    await withSimulatedGlobals(world, async () => {
      let given: Ports | undefined;
      const service = new SimulatedService(
        world,
        new SimulatedBroker(world, []),
        {
          app: { name: 'bank', messageTypes: new Map() },
          compose: (ports) => {
            given = ports;
            return { controllers: [], provide: [], effects: { pay: bank } };
          },
          without: [],
        },
        1,
      );
      const { unitOfWork, ids } = given!;
      const asked = unitOfWork.run(contextFor(ids.next(), 'bank.open'), async (tx) => {
        await open(tx, 'A', 0);
        tx.effect({ kind: 'pay', key: 'A', payload: { amount: 5 } });
      });
      const balance = () => service.rows<{ balance: number }>('accounts')[0]?.balance;
      await world.time.run(() => balance() === 5, world.time.now + 60_000);
      await asked;
      expect(balance()).toBe(5);
    });
    expect(bank.prefetched).toEqual(['A']);
  });
});
