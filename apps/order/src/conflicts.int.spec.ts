import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from './order.app.js';

let order: OneService;
let admin: Api;
let ada: Api;

beforeAll(async () => {
  order = await startOneService(orderApp);
  admin = await order.api({ sub: 'boss', admin: true });
  ada = await order.api();
});

afterAll(() => order?.stop());

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const mug = { name: 'Mug', price: eur(1250), active: true };
let skus = 0;

/** Sends a request; returns its status, body and ETag. */
async function called(api: Api, method: string, path: string, body: object, ifMatch?: string) {
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  const answer = await api.call<Record<string, unknown>>(method, path, { body, headers });
  return { ...answer, etag: answer.headers.get('etag') };
}

describe('a product that was changed since the caller saw it', () => {
  const listed = async (): Promise<string> => {
    const path = `/v1/products/MUG-${++skus}`;
    await admin.put(path, mug);
    return path;
  };
  const put = (path: string, changes: object, ifMatch?: string) =>
    called(admin, 'PUT', path, { ...mug, ...changes }, ifMatch);

  it('keeps both changes when they are of different fields', async () => {
    const path = await listed();
    expect((await put(path, { price: eur(999) }, '"1"')).etag).toBe('"2"');
    const { status, etag, body } = await put(path, { name: 'Cup' }, '"1"');
    expect([status, etag, body]).toEqual([
      200,
      '"3"',
      { sku: path.split('/').at(-1), name: 'Cup', price: eur(999), active: true, taxClass: 'standard' },
    ]);
    expect(await admin.get(path)).toEqual(body);
  });

  it('is refused with the version that it has, when both changed the same field, and stays as it is', async () => {
    const path = await listed();
    const { body: first } = await put(path, { price: eur(999) }, '"1"');
    const { status, body } = await put(path, { price: eur(1100) }, '"1"');
    expect([status, body['code'], body['version']]).toEqual([412, 'PRECONDITION_FAILED', 2]);
    expect(await admin.get(path)).toEqual(first);
  });

  it('keeps both changes when they come at once, and one of two of the same field', async () => {
    const path = await listed();
    await Promise.all([put(path, { price: eur(999) }, '"1"'), put(path, { name: 'Cup' }, '"1"')]);
    expect(await admin.get(path)).toMatchObject({ name: 'Cup', price: eur(999) });
    const other = await listed();
    const both = [put(other, { name: 'Cup' }, '"1"'), put(other, { name: 'Jug' }, '"1"')];
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('is overwritten without If-Match', async () => {
    const path = await listed();
    await put(path, { price: eur(999) });
    expect(await put(path, { name: 'Cup' })).toMatchObject({
      status: 200,
      etag: '"3"',
      body: { price: eur(1250) },
    });
  });

  it('has no new version when nothing changed, and readers who know it are told so', async () => {
    const path = await listed();
    expect((await put(path, {})).etag).toBe('"1"');
    const again = await admin.call('GET', path, { headers: { 'if-none-match': '"1"' } });
    expect(again.status).toBe(304);
  });

  it.each([
    { why: 'a version that it never had', ifMatch: '"9"', outcome: [412, 'PRECONDITION_FAILED'] },
    { why: 'a list of others', ifMatch: '"9", "10"', outcome: [412, 'PRECONDITION_FAILED'] },
    { why: 'a weak tag', ifMatch: 'W/"1"', outcome: [412, 'PRECONDITION_FAILED'] },
    { why: 'a tag that no answer bore', ifMatch: '"x"', outcome: [412, 'PRECONDITION_FAILED'] },
    { why: 'what is no tag', ifMatch: '1', outcome: [400, 'IF_MATCH_INVALID'] },
    { why: 'a list with the version', ifMatch: '"9", "1"', outcome: [200, undefined] },
    { why: 'any version', ifMatch: '*', outcome: [200, undefined] },
  ])('answers $outcome to $why', async ({ ifMatch, outcome }) => {
    const { status, body } = await put(await listed(), { name: 'Cup' }, ifMatch);
    expect([status, body['code']]).toEqual(outcome);
  });

  it.each(['"1"', '*', '"1", "2"'])('is not created with If-Match %s', async (ifMatch) => {
    const { status, body } = await put('/v1/products/NOTHING', {}, ifMatch);
    expect([status, body['version']]).toEqual([412, 0]);
    expect((await admin.call('GET', '/v1/products/NOTHING')).status).toBe(404);
  });

  it('is only created with If-None-Match: *', async () => {
    const path = `/v1/products/MUG-${++skus}`;
    const create = () => admin.call('PUT', path, { body: mug, headers: { 'if-none-match': '*' } });
    const both = await Promise.all([create(), create()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await create()).status).toBe(412);
    expect((await put(path, {})).etag).toBe('"1"');
  });

  it('is merged with the changes since the newest of the versions that were seen', async () => {
    const path = await listed();
    await put(path, { price: eur(999) });
    await put(path, { price: eur(999), taxClass: 'reduced' });
    const { status, body } = await put(path, { price: eur(999), name: 'Cup' }, '"1", "2", "9"');
    expect([status, body]).toMatchObject([200, { name: 'Cup', price: eur(999), taxClass: 'reduced' }]);
  });

  it('is written once by two requests with the same list of tags', async () => {
    const path = await listed();
    await put(path, { price: eur(999) });
    const both = ['Cup', 'Jug', 'Pot'].map((name) => put(path, { name, price: eur(999) }, '"2", "1"'));
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await put(path, { name: 'Mug', price: eur(999) })).etag).toBe('"4"');
  });
});

describe('an order that moved on since its customer saw it', () => {
  const placed = async (): Promise<string> => {
    await admin.put('/v1/products/TEA', { name: 'Tea', price: eur(899) });
    const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
    const body = {
      lines: [{ sku: 'TEA', quantity: 1 }],
      shippingAddress: address,
      paymentMethod: 'pm_card_visa',
    };
    const key = { 'idempotency-key': `key-${++skus}` };
    return `/v1/orders/${(await ada.post<{ id: string }>('/v1/orders', body, key)).id}`;
  };
  const cancel = (path: string, ifMatch?: string) =>
    called(ada, 'POST', `${path}/cancel`, { reason: 'too slow' }, ifMatch);

  it('is cancelled in the status that was seen', async () => {
    expect(await cancel(await placed(), '"1"')).toMatchObject({ status: 202, etag: '"2"' });
  });

  it('is not cancelled in another one, and the answer says which version it has', async () => {
    const path = await placed();
    await cancel(path);
    const { status, body } = await cancel(path, '"1"');
    expect([status, body['code'], body['version']]).toEqual([412, 'PRECONDITION_FAILED', 2]);
    expect((await cancel(path)).status).toBe(202);
  });

  it('is cancelled in a list of statuses that has the current one, and at any version', async () => {
    expect(await cancel(await placed(), '"9", "1"')).toMatchObject({ status: 202, etag: '"2"' });
    expect(await cancel(await placed(), '*')).toMatchObject({ status: 202, etag: '"2"' });
  });

  it('is cancelled once by two requests that saw it, also with lists of tags', async () => {
    const path = await placed();
    const both = await Promise.all([cancel(path, '"1", "7"'), cancel(path, '"7", "1"')]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 412]);
  });

  it('is not told to others by a condition', async () => {
    const other = await order.api({ sub: 'eve' });
    const path = await placed();
    expect((await called(other, 'POST', `${path}/cancel`, { reason: 'x' }, '"9"')).status).toBe(404);
    expect((await called(other, 'PUT', `${path}/lines/TEA`, { quantity: 2 }, '"9"')).status).toBe(404);
  });

  it('is not cancelled at a version that it never had', async () => {
    expect((await cancel(await placed(), '"7"')).status).toBe(412);
  });
});

it('a draft is only changed in a version that was seen', async () => {
  await admin.put('/v1/products/TEA', { name: 'Tea', price: eur(899) });
  const headers = { 'idempotency-key': 'draft-of-versions' };
  const { id } = await ada.post<{ id: string }>('/v1/orders?draft=true', {}, headers);
  const put = (quantity: number, ifMatch: string) =>
    called(ada, 'PUT', `/v1/orders/${id}/lines/TEA`, { quantity }, ifMatch);
  expect((await Promise.all([put(1, '"1"'), put(2, '"1", "9"')])).map(({ status }) => status).sort()).toEqual(
    [200, 412],
  );
  expect((await put(3, '"1"')).body).toMatchObject({ code: 'PRECONDITION_FAILED', version: 2 });
  expect((await put(3, '"2"')).etag).toBe('"3"');
});

it('a customer is only created with If-None-Match: *, and only changed with If-Match: *', async () => {
  const nina = await order.api({ sub: 'nina' });
  const put = (headers: Readonly<Record<string, string>>) =>
    nina.call('PUT', '/v1/customers/me', { body: { name: 'Nina', email: 'n@example.com' }, headers });
  const answers = [];
  for (const headers of [
    { 'if-match': '*' },
    { 'if-match': '"1"' },
    { 'if-none-match': '*' },
    { 'if-none-match': '*' },
    { 'if-match': '*' },
    { 'if-match': 'W/"1"' },
    { 'if-match': '"9"' },
  ])
    answers.push((await put(headers)).status);
  expect(answers).toEqual([412, 412, 200, 412, 200, 412, 412]);
});

it('lists, histories and summaries say whether they have changed', async () => {
  const paths = ['/v1/products', '/v1/orders', '/v1/customers/me/summary'];
  const tags = await Promise.all(
    paths.map(async (path) => (await ada.call('GET', path)).headers.get('etag')!),
  );
  const again = () =>
    Promise.all(
      paths.map(
        async (path, index) =>
          (await ada.call('GET', path, { headers: { 'if-none-match': tags[index]! } })).status,
      ),
    );
  expect(await again()).toEqual([304, 304, 304]);
  await admin.put('/v1/products/AAA', mug);
  expect(await again()).toEqual([200, 304, 304]);
});

it('a customer’s own words count, whichever version they were said to', async () => {
  const emil = await order.api({ sub: 'emil' });
  const put = (name: string, ifMatch?: string) =>
    called(emil, 'PUT', '/v1/customers/me', { name, email: 'e@example.com' }, ifMatch);
  expect((await put('Emil')).etag).toBe('"1"');
  expect((await put('E.', '"1"')).etag).toBe('"2"');
  expect(await put('Emil the Second', '"1"')).toMatchObject({
    status: 200,
    etag: '"3"',
    body: { name: 'Emil the Second' },
  });
});
