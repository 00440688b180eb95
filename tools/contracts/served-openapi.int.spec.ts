import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orThrow, waybill } from '@waybill/client';
import { Api, type OneService, ROOT, startOneService, token } from '@waybill/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { orderApp } from '../../apps/order/src/order.app.js';

interface Reference {
  readonly $ref?: string;
}
interface Answered extends Reference {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Answered>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Answered>>; readonly schemas: object };
}

describe('the OpenAPI document', () => {
  const document = JSON.parse(readFileSync(join(ROOT, 'docs/openapi/order.json'), 'utf8')) as Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  let service: OneService;
  beforeAll(async () => {
    service = await startOneService(orderApp);
    ajv.addSchema({ $id: 'openapi', ...document });
  });
  afterAll(() => service?.stop());

  it('is what the service serves', async () => {
    expect(await new Api(service.service.url).get('/docs-json')).toEqual(document);
  });

  it('says what each read is answered with, also one that is refused', async () => {
    const bearer = await token({ sub: 'ada', name: 'Ada', email: 'ada@example.com', admin: true });
    const { order } = waybill({ order: service.service.url }, { token: bearer });
    const product = { name: 'Blue mug', price: { amount: 1250, currency: 'EUR' } };
    const sku = 'MUG-BLUE';
    await orThrow(order.PUT('/v1/products/{sku}', { params: { path: { sku } }, body: product }));
    const address = { name: 'Ada', line1: '12 St James’s Square', city: 'London' };
    const shippingAddress = { ...address, postalCode: 'SW1Y 4JH', country: 'GB' };
    const body = { lines: [{ sku, quantity: 2 }], shippingAddress, paymentMethod: 'pm_card_visa' };
    const params = { header: { 'Idempotency-Key': 'read-me' } };
    const { id } = await orThrow(order.POST('/v1/orders', { params, body }));

    const given: Record<string, string> = { id, sku, type: 'order.placed', version: '1' };
    const reads = Object.entries(document.paths).flatMap(([path, { get }]) =>
      // A stream has no end.
      get && get.operationId !== 'streamOrder' ? [[path, get] as const] : [],
    );
    const answers = await Promise.all(
      reads.flatMap(([path, { operationId, responses }]) =>
        [bearer, undefined].map(async (who) => {
          const asked = path.replace(/\{(\w+)\}/g, (_, name: string) => given[name]!);
          const api = new Api(service.service.url, who);
          const { status, body } = await api.call(
            'GET',
            operationId === 'compareOrderVersions' ? `${asked}?from=1` : asked,
          );
          const { $ref, content } = responses[status] ?? {};
          const response = $ref ? document.components.responses[$ref.split('/').at(-1)!] : { content };
          const [schema] = Object.values(response?.content ?? {}).map((one) => one.schema);
          if (!schema) return `${operationId} answers ${status}, which is not documented`;
          const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
          const takes = ajv.compile(pointed);
          return takes(body) ? undefined : `${operationId} ${status}: ${ajv.errorsText(takes.errors)}`;
        }),
      ),
    );
    expect(answers.filter((flaw) => flaw !== undefined)).toEqual([]);
    expect(answers.length).toBeGreaterThan(40);
  });
});
