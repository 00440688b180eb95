import { LISTENERS, SERVICES } from '@waybill/contracts';
import { type Platform, startPlatform } from '@waybill/shop';
import { dropDatabase, testDatabaseUrl, uniqueName } from '@waybill/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seed, tell } from '../demo/story.js';
import { KafkaWithAcls } from './kafka-with-acls.fixture.js';

const suffix = `_${uniqueName('acls').replace('-', '_')}`;
const all = [...SERVICES, ...LISTENERS];
const kafka = new KafkaWithAcls();
let platform: Platform;

beforeAll(async () => {
  await kafka.start();
  platform = await startPlatform({
    suffix,
    stack: {
      databaseUrl: testDatabaseUrl(),
      postgres: null,
      kafka: kafka.kafka,
      kafkaMissing: null,
      kafkaBrokers: kafka.kafka.secured!.sasl,
      stop: () => kafka.stop(),
    },
    environments: Object.fromEntries(all.map((name) => [name, kafka.environmentOf(name)])),
  });
});

afterAll(async () => {
  await platform?.stop();
  await kafka.stop();
  for (const name of all) await dropDatabase(testDatabaseUrl(), `waybill_${name}${suffix}`);
});

it('the demo runs with the ACLs alone: every order ends as without them', async () => {
  await seed(platform);
  const endings = await tell(platform, () => undefined);
  expect(endings.map(({ text, asExpected }) => (asExpected ? '' : text))).toEqual(['', '', '', '']);
  for (const name of LISTENERS) await platform.startListener(name);
});
