import type { FastifyRequest } from 'fastify';

/** The request header that asks for a wait. */
export const PREFER = 'Prefer';
const MOST_SECONDS = 30;

/** Seconds of `Prefer: wait=N` (RFC 7240), at most 30; 0 without the header. */
export function waitSecondsOf({ headers: { prefer } }: Pick<FastifyRequest, 'headers'>): number {
  if (prefer === undefined) return 0;
  const seconds = /(?:^|[,;\s])wait=(\d+)/i.exec(String(prefer))?.[1];
  return Math.min(Number(seconds ?? 0), MOST_SECONDS);
}
