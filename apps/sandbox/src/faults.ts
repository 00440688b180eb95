import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

/**
 * How an operation misbehaves:
 * `timeout-after` does the work and never answers, `error-after` does it and answers 500,
 * `error-before` answers 500 with nothing done.
 */
export type FaultMode = 'timeout-after' | 'error-after' | 'error-before';

export interface Faults {
  /** The fault that the next call of this operation suffers; each call uses one up. */
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
