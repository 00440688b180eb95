import { readFileSync, readdirSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES, messageTypes } from '@waybill/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = new URL('../../docs/asyncapi/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(`${name}.json`, folder), 'utf8');

/** Errors, warnings and hints of the official parser for a document. */
async function diagnose(text: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(text);
  return diagnostics.map(({ message, path }) => `${path.join('/')}: ${message}`);
}

interface Document {
  readonly operations: Readonly<Record<string, { readonly action: string }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { payload: { schema: object }; examples: readonly { payload: unknown }[] }>
    >;
  };
}

describe('the AsyncAPI documents', () => {
  it('are one of each service, and one of all', () => {
    expect(readdirSync(folder).sort()).toEqual(
      ['waybill', ...SERVICES, ...LISTENERS].map((name) => `${name}.json`).sort(),
    );
  });

  it.each(['waybill', ...SERVICES, ...LISTENERS])(
    'pass the official parser without a word: %s',
    async (name) => {
      expect(await diagnose(read(name))).toEqual([]);
    },
  );

  it.each<[string, string, string, RegExp]>([
    ['a message that is nowhere', 'messages/payment.void.v1"', 'messages/payment.gone.v1"', /payment\.gone/],
    ['an action that is none', '"action": "send"', '"action": "shout"', /action/],
    ['no address', '"address": "payment.events",', '"adress": "payment.events",', /adress/],
  ])('do not pass with %s', async (_, right, wrong, says) => {
    const spoilt = read('payment').replaceAll(right, wrong);
    expect((await diagnose(spoilt)).join('\n')).toMatch(says);
  });

  it('have every version of every message, whose schema takes its example', () => {
    const { messages } = (JSON.parse(read('waybill')) as Document).components;
    const names = [...messageTypes.values()].flatMap(({ type, schemas }) =>
      [...schemas().keys()].map((version) => `${type}.v${version}`),
    );
    expect(Object.keys(messages).sort()).toEqual(names.sort());
    const ajv = new Ajv2020({ formats: { uri: true, 'date-time': true } });
    for (const [name, { payload, examples }] of Object.entries(messages)) {
      const takes = ajv.compile(payload.schema);
      expect([name, examples.map((example) => takes(example.payload))]).toEqual([name, [true]]);
    }
  });

  it('say who sends and who receives', () => {
    const { operations } = JSON.parse(read('payment')) as Document;
    expect(Object.entries(operations).map(([name, { action }]) => [name, action])).toEqual([
      ['payment.send.payment.events', 'send'],
      ['payment.receive.customer.events', 'receive'],
      ['payment.receive.payment.commands', 'receive'],
    ]);
  });
});
