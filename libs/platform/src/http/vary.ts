import type { FastifyReply } from 'fastify';

/** Adds a request header to those on which the response depends. */
export function addVary(reply: FastifyReply, name: string): void {
  const named = [reply.getHeader('vary') ?? []].flat().join(', ');
  if (
    named
      .toLowerCase()
      .split(/\s*,\s*/)
      .includes(name.toLowerCase())
  )
    return;
  void reply.header('vary', named === '' ? name : `${named}, ${name}`);
}
