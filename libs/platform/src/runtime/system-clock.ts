import type { Clock } from '@waybill/kernel';

export const systemClock: Clock = { now: () => new Date() };
