import { afterEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { ManagementPort } from './management-port.js';

const MANAGEMENT = ['/metrics', '/docs', '/docs/', '/docs/file.js', '/docs-json', '/docs-yaml'];
const SERVICE = ['/v1/orders', '/admin/outbox', '/schemas', '/docs-of-others'];
const BOTH = ['/health/live', '/health/ready'];

describe('the management port', () => {
  let service: FastifyInstance;
  let port: ManagementPort;
  afterEach(() => Promise.all([service.close(), port.close()]));

  /** The paths that are served at a URL, and of these the paths that show details. */
  async function start(management: number | undefined) {
    service = fastify();
    port = new ManagementPort(management);
    port.separate(service);
    for (const path of [...MANAGEMENT, ...SERVICE, ...BOTH])
      service.get(path, (request) => ({ details: port.isFor(request) }));
    const url = await service.listen({ port: 0, host: '127.0.0.1' });
    const managementUrl = await port.listen(service, '127.0.0.1');
    const served = async (at: string) => {
      const paths = [...MANAGEMENT, ...SERVICE, ...BOTH, '/unknown'];
      const answers = await Promise.all(
        paths.map(async (path) => {
          const response = await fetch(at + path);
          return { path, ok: response.ok, body: (await response.json()) as { details?: boolean } };
        }),
      );
      const ok = answers.filter((answer) => answer.ok);
      return {
        paths: ok.map(({ path }) => path),
        details: ok.filter(({ body }) => body.details).map(({ path }) => path),
      };
    };
    return { url, managementUrl, served };
  }

  it('serves metrics, documents and details, and the port of the service everything else', async () => {
    const { url, managementUrl, served } = await start(0);
    expect(await served(url)).toEqual({ paths: [...SERVICE, ...BOTH], details: [] });
    const paths = [...MANAGEMENT, ...BOTH];
    expect(await served(managementUrl!)).toEqual({ paths, details: paths });
  });

  it('is the port of the service unless it is set', async () => {
    const { url, managementUrl, served } = await start(undefined);
    expect(managementUrl).toBeUndefined();
    const paths = [...MANAGEMENT, ...SERVICE, ...BOTH];
    expect(await served(url)).toEqual({ paths, details: paths });
  });
});
