import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addFaultSwitches, type FaultMode, neverAnswer } from '../faults.js';
import { newServer } from '../http.js';
import { type Booking, bookingRequest, Refusal } from './booking.js';
import { Depot, type DepotOptions } from './depot.js';

const operations = ['bookings.create', 'bookings.cancel', 'bookings.dispatch', 'bookings.retrieve'];
type ById = { Params: { id: string } };

/** A parcel carrier with a small JSON API of its own. */
export function carrierServer(options: DepotOptions): FastifyInstance {
  const server = newServer();
  const depot = new Depot(options);
  const faults = addFaultSwitches(server, operations);
  server.setErrorHandler((error, _request, reply) => refuse(error, reply));

  const act = (operation: string, work: (request: FastifyRequest<ById>) => Booking) => {
    return async (request: FastifyRequest<ById>, reply: FastifyReply) => {
      const fault = faults.take(operation);
      if (fault === 'error-before') throw new Error('A fault switch of the sandbox.');
      return answer(reply, fault, work(request));
    };
  };

  server.post('/v1/bookings', async (request, reply) => {
    const fault = faults.take('bookings.create');
    if (fault === 'error-before') throw new Error('A fault switch of the sandbox.');
    const parsed = bookingRequest.safeParse(request.body);
    if (!parsed.success) throw new Refusal(400, 'INVALID_REQUEST', z.prettifyError(parsed.error));
    const header = request.headers['idempotency-key'];
    const key = typeof header === 'string' ? header : parsed.data.reference;
    const [booking, origin] = depot.book(key, parsed.data);
    if (origin === 'known') reply.header('idempotent-replayed', 'true');
    return answer(reply.code(201), fault, booking);
  });
  server.get<ById>(
    '/v1/bookings/:id',
    act('bookings.retrieve', ({ params }) => depot.find(params.id)),
  );
  server.post<ById>(
    '/v1/bookings/:id/cancel',
    act('bookings.cancel', ({ params }) => depot.cancel(params.id)),
  );
  server.post<ById>(
    '/v1/bookings/:id/dispatch',
    act('bookings.dispatch', ({ params }) => depot.dispatch(params.id)),
  );

  server.get<ById>('/v1/bookings/:id/label', ({ params }, reply) => {
    const { carrier, trackingNumber, address } = depot.find(params.id);
    const { name, line1, line2, city, postalCode, country } = address;
    const lines = [carrier, trackingNumber, '', name, line1, line2, `${postalCode} ${city}`, country];
    return reply.type('text/plain; charset=utf-8').send(lines.filter((line) => line != null).join('\n'));
  });

  server.get<{ Querystring: { reference?: string } }>('/v1/bookings', ({ query }) => {
    return { items: depot.list(query.reference) };
  });
  // For manual use and tests: marks the shipment as delivered.
  server.post<ById>('/sandbox/bookings/:id/deliver', ({ params }) => depot.deliver(params.id));
  return server;
}

function answer(reply: FastifyReply, fault: FaultMode | undefined, booking: Booking): FastifyReply | void {
  if (fault === 'timeout-after') return neverAnswer(reply);
  if (fault === 'error-after') throw new Error('A fault switch of the sandbox.');
  return reply.send(booking);
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  const { message = '', statusCode = 500 } = error as { message?: string; statusCode?: number };
  if (error instanceof Refusal) return reply.code(error.status).send({ code: error.code, message });
  const code = statusCode < 500 ? 'INVALID_REQUEST' : 'INTERNAL_ERROR';
  return reply.code(statusCode).send({ code, message });
}
