import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Paths that only the management port serves, where there is one. */
const MANAGEMENT = /^\/($|metrics$|docs($|\/|-json$|-yaml$))/;
/** Paths that both ports serve. */
const BOTH = /^\/health\//;

/** A second port for operators: metrics, API documents and the details of readiness. Without one, the port of the service serves them. */
export class ManagementPort {
  private readonly sockets = new WeakSet<object>();
  private server: Server | undefined;

  constructor(
    /** Undefined: there is no such port. */
    private readonly port: number | undefined,
  ) {}

  /** Whether the caller may see what is for operators. */
  isFor({ raw }: FastifyRequest): boolean {
    return this.port === undefined || this.owns(raw.socket);
  }

  /** Whether the request came to the port for operators, where there is one. */
  isOnly({ raw }: FastifyRequest): boolean {
    return this.owns(raw.socket);
  }

  /** Whether it is a connection to the port for operators. */
  owns(socket: object): boolean {
    return this.sockets.has(socket);
  }

  /** Whether the port of the request serves the path. */
  serves(url: string, request: FastifyRequest): boolean {
    const path = url.replace(/\?.*$/s, '');
    return this.port === undefined || BOTH.test(path) || MANAGEMENT.test(path) === this.isFor(request);
  }

  /** Each path is served at its port. */
  separate(fastify: FastifyInstance): void {
    if (this.port === undefined) return;
    fastify.addHook('onRequest', (request, reply, done) => {
      const path = request.routeOptions.url;
      if (path === undefined || this.serves(path, request)) done();
      else reply.callNotFound();
    });
  }

  /** Returns the base URL; undefined if there is no such port. */
  async listen(fastify: FastifyInstance, host: string): Promise<string | undefined> {
    if (this.port === undefined) return undefined;
    const server = createServer(fastify.routing);
    server.on('connection', (socket) => void this.sockets.add(socket));
    for (const event of ['clientError', 'checkExpectation'])
      server.on(event, (...about: unknown[]) => fastify.server.emit(event, ...about));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, host, resolve);
    });
    const { address, family, port } = server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server) await new Promise<unknown>((resolve) => server.close(resolve));
  }
}
