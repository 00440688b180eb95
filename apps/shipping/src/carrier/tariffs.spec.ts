import { expect, it } from '@jest/globals';
import { SANDBOX_TARIFFS, Tariffs } from './tariffs.js';

it('chooses the cheapest carrier that goes there, and nobody where none does', () => {
  const tariffs = new Tariffs(SANDBOX_TARIFFS);
  expect(['GB', 'SE', 'JP', 'BR', 'KP'].map((country) => tariffs.cheapest(country))).toEqual([
    { carrier: 'Wayfarer Parcels', cost: { amount: 410, currency: 'EUR' } },
    { carrier: 'Northern Post', cost: { amount: 360, currency: 'EUR' } },
    { carrier: 'Pacific Air', cost: { amount: 1_280, currency: 'EUR' } },
    { carrier: 'Wayfarer Parcels', cost: { amount: 1_450, currency: 'EUR' } },
    undefined,
  ]);
});
