import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { StandInRegistry, drippingServer } from '@waybill/testing';
import { confluentRegistry } from './confluent-registry.js';

let standIn: StandInRegistry;
/** URL of a real registry to test against instead of the stand-in. */
const given = process.env['SCHEMA_REGISTRY_URL'];
const url = () => given ?? standIn.url;
const registerAt = async (address: string, subject: string, schema: object) => {
  const options = { url: address, compatibility: 'FORWARD', clientId: 'spec', timers: systemTimers } as const;
  return (await confluentRegistry(options)).register(subject, schema);
};
const register = (subject: string, schema: object) => registerAt(url(), subject, schema);

const schema = (properties: object, required: readonly string[] = ['id']) => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: '/schemas/spec.told/1',
  title: randomUUID(),
  type: 'object',
  properties: { id: { type: 'string' }, ...properties },
  required,
});
const fresh = () => `spec.events-${randomUUID()}`;
const told = schema({});
const read = async (path: string, init: RequestInit = {}) => {
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  return (await fetch(url() + path, { headers, ...init })).json() as Promise<Record<string, string>>;
};

beforeAll(async () => void (standIn = await StandInRegistry.start()));
afterAll(() => standIn.stop());

describe('a schema', () => {
  it('is found under its id', async () => {
    const id = await register(fresh(), told);
    const { schema: stored } = await read(`/schemas/ids/${id}`);
    expect(JSON.parse(stored!)).toEqual(told);
  });

  it('has the same id whenever it is registered, and whatever came after it', async () => {
    const subject = fresh();
    const next = { ...told, properties: { ...told.properties, note: { type: 'string' } } };
    const first = await register(subject, told);
    const second = await register(subject, next);
    expect(second).not.toBe(first);
    expect([await register(subject, told), await register(subject, next)]).toEqual([first, second]);
  });

  it('has the same id for services that start at once', async () => {
    const subject = fresh();
    const ids = await Promise.all(Array.from({ length: 5 }, () => register(subject, told)));
    expect(new Set(ids).size).toBe(1);
  });
});

describe('a subject', () => {
  it('has its compatibility set', async () => {
    const subject = fresh();
    await register(subject, told);
    expect(await read(`/config/${subject}`)).toEqual({ compatibilityLevel: 'FORWARD' });
  });

  it.each([
    ['the type of a field', schema({ id: { type: 'integer' } })],
    ['a field that readers need', schema({}, [])],
  ])('refuses a schema that changes %s, with what to do', async (_, changed) => {
    const subject = fresh();
    await register(subject, told);
    await expect(register(subject, changed)).rejects.toMatchObject({
      code: 'SCHEMA_REFUSED',
      message: expect.stringMatching(
        /^the schema registry at .* refuses the new schema of spec\.events-.*contracts:check.* PUT .*\/config\/spec\.events-/s,
      ),
    });
  });

  it('keeps the rule that its operator has given it', async () => {
    const subject = fresh();
    const [changed] = [schema({ id: { type: 'integer' } })];
    await register(subject, told);
    await read(`/config/${subject}`, { method: 'PUT', body: JSON.stringify({ compatibility: 'NONE' }) });
    expect(await register(subject, changed)).toEqual(expect.any(Number));
    expect(await read(`/config/${subject}`)).toEqual({ compatibilityLevel: 'NONE' });
  });
});

describe('a registry', () => {
  it('that is away is named, with what to do', async () => {
    await expect(registerAt('http://127.0.0.1:1', fresh(), told)).rejects.toMatchObject({
      code: 'SCHEMA_REGISTRY_AWAY',
      message:
        'no schema registry answers at http://127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1): start it, correct SCHEMA_REGISTRY_URL, or unset it to run without a registry',
    });
  });

  it('whose response goes on for ever is away', async () => {
    const server = await drippingServer('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"id":');
    const url = `http://127.0.0.1:${server.port}`;
    const timers = { after: (_: number, callback: () => void) => systemTimers.after(300, callback) };
    const registry = await confluentRegistry({
      url,
      compatibility: 'FORWARD',
      clientId: 'spec',
      timers,
    });
    await expect(registry.register(fresh(), told)).rejects.toMatchObject({ code: 'SCHEMA_REGISTRY_AWAY' });
    await server.stop();
  });

  it('that is not where we look is named', async () => {
    await expect(registerAt(`${url()}/elsewhere`, fresh(), told)).rejects.toMatchObject({
      code: 'SCHEMA_REGISTRY_UNKNOWN',
      message: expect.stringMatching(/must be the URL before \/subjects/),
    });
  });

  it('that wants to know who we are is told by the URL', async () => {
    const locked = await StandInRegistry.start({ user: 'way:b@ll' });
    try {
      await expect(registerAt(locked.url, fresh(), told)).rejects.toMatchObject({
        code: 'SCHEMA_REGISTRY_FORBIDDEN',
        message: expect.stringMatching(/set SCHEMA_REGISTRY_URL with a user that may/),
      });
      expect(await registerAt(locked.url.replace('//', '//way:b%40ll@'), fresh(), told)).toBe(1);
    } finally {
      await locked.stop();
    }
  });
});
