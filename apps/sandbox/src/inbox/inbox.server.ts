import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { newServer } from '../http.js';
import { listPage, mailPage } from './inbox.page.js';
import type { Mailbox } from './mailbox.js';

const filter = z.object({
  to: z.string().optional(),
  orderId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(50),
});
type ById = { Params: { id: string } };

/** Received mails: JSON under /api/messages for tests, HTML pages for people. */
export function inboxServer(mailbox: Mailbox): FastifyInstance {
  const server = newServer();

  server.get('/api/messages', async (request, reply) => {
    const parsed = filter.safeParse(request.query);
    if (parsed.success) return { items: await mailbox.list(parsed.data) };
    return reply.code(400).send({ code: 'INVALID_REQUEST', message: z.prettifyError(parsed.error) });
  });
  server.get<ById>('/api/messages/:id', async ({ params }, reply) => {
    return (
      (await mailbox.get(params.id)) ??
      reply.code(404).send({ code: 'MESSAGE_NOT_FOUND', message: `No mail ${params.id}.` })
    );
  });
  server.delete('/api/messages', (_request, reply) => {
    mailbox.clear();
    return reply.code(204).send();
  });

  server.get('/', async (request, reply) => {
    const parsed = filter.safeParse(request.query);
    return page(reply, listPage(await mailbox.list(parsed.success ? parsed.data : { limit: 50 })));
  });
  server.get<ById>('/messages/:id', async ({ params }, reply) => {
    const mail = await mailbox.get(params.id);
    return mail ? page(reply, mailPage(mail)) : page(reply.code(404), listPage([]));
  });
  return server;
}

// A mail is untrusted HTML: neither it nor the page around it may run scripts.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'";

function page(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .send(html);
}
