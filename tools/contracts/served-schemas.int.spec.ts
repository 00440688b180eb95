import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageTypes } from '@waybill/contracts';
import { type OneService, startOneService } from '@waybill/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { notificationApp } from '../../apps/notification/src/notification.app.js';

const versions = [...messageTypes.values()].flatMap((contract) =>
  [...contract.older, contract].map(({ example }, index) => ({
    type: contract.type,
    topic: contract.topic,
    version: index + 1,
    example,
    deprecated: index < contract.older.length,
  })),
);

describe('the schemas that a service serves', () => {
  let service: OneService;
  let get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  beforeAll(async () => {
    service = await startOneService(notificationApp, { SMTP_URL: 'discard://' });
    get = (path, headers = {}) => fetch(service.service.url + path, { headers });
  });
  afterAll(() => service?.stop());

  it('are those of every message, and may be kept', async () => {
    for (const { type, version } of versions) {
      const path = `/schemas/${type}/${version}`;
      const answer = await get(path);
      const { headers } = answer;
      expect([answer.status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        200,
        'application/schema+json; charset=utf-8',
        'public, max-age=86400, immutable',
      ]);
      expect(await answer.json()).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: path,
      });
      const again = await get(path, { 'if-none-match': headers.get('etag')! });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
  });

  it('take the samples of their messages, in the words of draft 2020-12', async () => {
    const ajv = new Ajv2020({ strict: true, formats: { uri: true, 'date-time': true } });
    for (const { type, version, example } of versions) {
      const served = (await (await get(`/schemas/${type}/${version}`)).json()) as object;
      const takes = ajv.compile(served);
      expect([type, takes(example), takes.errors]).toEqual([type, true, null]);
      expect([type, takes({ ...(example as object), fromALaterVersion: true })]).toEqual([type, true]);
      expect([type, takes({})]).toEqual([type, false]);
    }
  });

  it('are listed', async () => {
    const listed = (await (await get('/schemas')).json()) as { items: object[] };
    const expected = versions
      .map(({ example: _, ...rest }) => ({ ...rest, schema: `/schemas/${rest.type}/${rest.version}` }))
      .sort((a, b) => (a.type < b.type ? -1 : 1));
    expect(listed).toEqual({ items: expected });
  });

  it.each([
    ['/schemas/order.plased/1', 'There is no message type order.plased. GET /schemas lists all types.'],
    ['/schemas/order.placed/7', 'order.placed has no version 7. Versions: 1, 2.'],
    ['/schemas/order.placed/newest', 'order.placed has no version newest. Versions: 1, 2.'],
  ])('say what there is instead of %s', async (path, detail) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({ code: 'NOT_FOUND', instance: path, detail }),
    ]);
  });
});
