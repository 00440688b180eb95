import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

/**
 * The fault of an operation: `timeout-after` performs it and never responds, `error-after` performs it and responds with 500,
 * `error-before` responds with 500 and does nothing.
 */
export type FaultMode = 'timeout-after' | 'error-after' | 'error-before';

export interface Faults {
  /** The fault of the next call of this operation. Each call uses one up. */
  take(operation: string): FaultMode | undefined;
}

interface Fault {
  operation: string;
  mode: FaultMode;
  times: number;
}

/** Adds the switches `POST`, `GET` and `DELETE /sandbox/faults` for these operations. */
export function addFaultSwitches(server: FastifyInstance, operations: readonly string[]): Faults {
  const body = z.strictObject({
    operation: z.enum(operations),
    mode: z.enum(['timeout-after', 'error-after', 'error-before']),
    times: z.int().min(1).default(1),
  });
  let faults: Fault[] = [];

  server.get('/sandbox/faults', () => ({ items: faults }));
  server.delete('/sandbox/faults', (_request, reply) => {
    faults = [];
    return reply.code(204).send();
  });
  server.post('/sandbox/faults', (request, reply) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) {
      return reply.code(400).send({ code: 'INVALID_REQUEST', message: z.prettifyError(parsed.error) });
    }
    faults.push(parsed.data);
    return reply.code(201).send(parsed.data);
  });

  return {
    take(operation) {
      const fault = faults.find((each) => each.operation === operation);
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times === 0) faults = faults.filter((each) => each !== fault);
      return fault.mode;
    },
  };
}

/** Takes the connection away from the server: the caller waits until its own patience ends. */
export function neverAnswer(reply: FastifyReply): void {
  reply.hijack();
}
