import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import { z } from 'zod';
import { contract } from './contract.js';

/** A booking that named its night, then its first and last one, and now also how many sleep. */
const booked = contract({
  type: 'room.booked',
  topic: 'room.events',
  story: { phase: 'success' },
  description: 'A room is taken.',
  schema: z.object({ from: z.string(), to: z.string(), guests: z.int().positive() }),
  example: { from: 'Friday', to: 'Sunday', guests: 2 },
  older: [
    {
      schema: z.object({ night: z.string() }),
      example: { night: 'Friday' },
      upcast: ({ night }: { night: string }) => ({ from: night, to: night }),
    },
    {
      schema: z.object({ from: z.string(), to: z.string() }),
      example: { from: 'Friday', to: 'Sunday' },
      upcast: (nights: object) => ({ ...nights, guests: 1 }),
    },
  ],
});

function refusal(data: unknown, version?: number): { code: string; message: string } {
  try {
    booked.parse(data, version);
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, message: error.message };
  }
  throw new Error('it was taken');
}

describe('a contract with a past', () => {
  it('is as many versions old as it says', () => {
    expect(booked.version).toBe(3);
  });

  it('reads every version as the newest, step by step', () => {
    expect(booked.parse({ night: 'Friday' }, 1)).toEqual({ from: 'Friday', to: 'Friday', guests: 1 });
    expect(booked.parse({ from: 'Friday', to: 'Sunday' }, 2)).toEqual({
      from: 'Friday',
      to: 'Sunday',
      guests: 1,
    });
    expect(booked.parse(booked.example)).toEqual(booked.example);
  });

  it('reads what it knows of a newer version', () => {
    expect(booked.parse({ ...booked.example, breakfast: true }, 4)).toEqual(booked.example);
  });

  it('says what is wrong, where, and of which version', () => {
    expect(refusal({ night: 5 }, 1)).toEqual({
      code: 'CONTRACT_BROKEN',
      message: 'not a room.booked of version 1: /night: Invalid input: expected string, received number',
    });
    expect(refusal({ from: 'Friday', to: 'Sunday', guests: 0 })).toEqual({
      code: 'CONTRACT_BROKEN',
      message: 'not a room.booked of version 3: /guests: Too small: expected number to be >0',
    });
    expect(refusal({ stay: 'Friday to Sunday' }, 4).message).toMatch(
      /^not a room\.booked of version 4: \/from: /,
    );
  });
});
