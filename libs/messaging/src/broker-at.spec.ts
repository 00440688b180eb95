import { describe, expect, it } from '@jest/globals';
import { BROKER_URL, BROKER_URLS, brokerAt } from './broker-at.js';

const options = { clientId: 'spec', random: () => 0 };

describe('the URL of a broker', () => {
  it('is described with an example of each', () => {
    expect(BROKER_URLS).toMatch(
      /^`kafka:\/\/host:9092,host2:9092`, `amqp:\/\/user:password@host:5672`, .*`redis:\/\/host:6379`.* or `memory:\/\/`$/,
    );
  });

  it.each([
    'kafka://a:9092,b:9092',
    'amqp://u:p@h:5672/vhost',
    'amqps://h',
    'redis://:p@h:6379/0',
    'rediss://h',
    'memory://',
  ])('may be %s', (url) => {
    expect(url).toMatch(BROKER_URL);
  });

  it.each(['kafka://', 'redis:///0', 'memory://host', 'nats://h:4222', 'kafka://a b'])(
    'may not be %s',
    (url) => {
      expect(url).not.toMatch(BROKER_URL);
    },
  );

  it('makes the broker of its scheme', () => {
    expect(brokerAt('memory://', options).address).toBe('memory://');
  });

  it.each(['amqps://user:hunter2@host:5671/vhost?heartbeat=5', 'rediss://:hunter2@host:5671/0'])(
    'is an address without its credentials: %s',
    (url) => {
      expect(brokerAt(url, options).address).toBe(`${url.split(':')[0]}://host:5671`);
    },
  );

  it.each(['amqp://user:hunter2@host:99999', 'redis://:hunter2@[host'])(
    'is not repeated where it is not valid: %s',
    (url) => {
      expect(() => brokerAt(url, options)).toThrow(/^the URL of the broker is not valid$/);
    },
  );

  it('is refused when no broker has its scheme, with those that there are', () => {
    expect(() => brokerAt('nats://h:4222', options)).toThrow(`no broker speaks nats://; give ${BROKER_URLS}`);
  });
});
