import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../../order/src/order.app.js';

describe('a service with a management port', () => {
  let order: OneService;
  let service: Api;
  let management: Api;

  beforeAll(async () => {
    order = await startOneService(orderApp, { MANAGEMENT_PORT: '0' });
    service = await order.api({ sub: 'ada', operator: true });
    management = new Api(order.service.managementUrl!);
  });
  afterAll(() => order?.stop());

  const statuses = (api: Api, paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await api.call('GET', path)).status));
  const INTERNAL = ['/metrics', '/docs', '/docs-json', '/docs-yaml'];
  const REQUESTS = ['/v1/orders', '/admin/outbox', '/schemas'];

  it('serves metrics and documents only there, and requests only at its own port', async () => {
    expect(await statuses(management, INTERNAL)).toEqual([200, 200, 200, 200]);
    expect(await statuses(service, INTERNAL)).toEqual([404, 404, 404, 404]);
    expect(await statuses(service, REQUESTS)).toEqual([200, 200, 200]);
    expect(await statuses(management, REQUESTS)).toEqual([404, 404, 404]);
    expect((await service.call('GET', '/metrics')).body).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it('answers probes at both ports, with details only there', async () => {
    const probes = ['/health/live', '/health/ready'];
    expect(await statuses(management, probes)).toEqual([200, 200]);
    expect(await statuses(service, probes)).toEqual([200, 200]);
    expect(Object.keys(await service.get<object>('/health/ready'))).toEqual(['status']);
    const names = (await management.get<{ dependencies: { name: string }[] }>('/health/ready')).dependencies;
    expect(names.map(({ name }) => name)).toContain('database');
  });
});
