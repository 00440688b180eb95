import { describe, expect, it } from '@jest/globals';
import { AggregateRoot, type DomainEvent, fold } from './aggregate-root.js';

type Event = DomainEvent<'counted', { readonly by: number }> | DomainEvent<'reset', null>;

const AT = new Date('2026-03-14T09:26:53.589Z');

function evolve(total = 0, event: Event): number {
  return event.type === 'reset' ? 0 : total + event.data.by;
}

class Counter extends AggregateRoot<number, Event> {
  count(by: number): void {
    this.record('counted', { by }, AT);
  }

  reset(): void {
    this.record('reset', null, AT);
  }
}

interface Basket {
  readonly items: string[];
}
type Filled = DomainEvent<'filled', { readonly items: string[] }>;

class FilledBasket extends AggregateRoot<Basket, Filled> {
  fill(items: string[]): void {
    this.record('filled', { items }, AT);
  }
}

describe('events and states', () => {
  const fill = (basket: Basket | undefined, { data }: Filled): Basket => ({
    items: [...(basket?.items ?? []), ...data.items],
  });

  it('cannot be changed after they are recorded', () => {
    const basket = new FilledBasket('b', undefined, 0, fill);
    const items = ['tea'];
    basket.fill(items);
    expect(() => items.push('pot')).toThrow(TypeError);
    expect(() => basket.state.items.push('pot')).toThrow(TypeError);
    expect(() => basket.recorded[0]!.data.items.pop()).toThrow(TypeError);
    expect(basket.state).toEqual({ items: ['tea'] });
  });

  it('cannot be changed by the fold', () => {
    const mutating = (basket: Basket | undefined, { data }: Filled): Basket => {
      basket?.items.push(...data.items);
      return basket ?? { items: [...data.items] };
    };
    const filled = (item: string): Filled => ({ type: 'filled', data: { items: [item] }, at: AT });
    expect(() => fold(mutating, [filled('tea'), filled('pot')])).toThrow(TypeError);
  });
});

describe('an aggregate', () => {
  it('changes with its recorded events and keeps the loaded version', () => {
    const counter = new Counter('c', 5, 3, evolve);
    counter.count(2);
    counter.reset();
    counter.count(4);
    expect([counter.id, counter.state, counter.version]).toEqual(['c', 4, 3]);
    expect(counter.recorded).toEqual([
      { type: 'counted', data: { by: 2 }, at: AT },
      { type: 'reset', data: null, at: AT },
      { type: 'counted', data: { by: 4 }, at: AT },
    ]);
  });

  it('has no recorded events after a load', () => {
    expect(new Counter('c', 5, 3, evolve).recorded).toEqual([]);
  });

  it('equals the fold of its events', () => {
    const counter = new Counter('c', undefined, 0, evolve);
    counter.count(2);
    counter.count(3);
    expect(fold(evolve, counter.recorded)).toBe(counter.state);
    expect(fold(evolve, [], 7)).toBe(7);
  });

  it('has no state before its first event', () => {
    expect(() => new Counter('c', undefined, 0, evolve).state).toThrow('c has no events');
    expect(() => fold(evolve, [])).toThrow('no events to fold');
  });
});
