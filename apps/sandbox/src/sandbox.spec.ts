import { describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startSandbox } from './sandbox.app.js';
import { readSettings } from './settings.js';

describe('the sandbox', () => {
  it('is alive on each of its HTTP ports', async () => {
    const sandbox = await startSandbox();
    const { gateway, carrier, inbox } = sandbox.ports;
    for (const port of [gateway, carrier, inbox]) {
      const response = await fetch(`http://127.0.0.1:${port}/health/live`);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
    await sandbox.close();
  });

  it('closes the connections of its clients when it stops', async () => {
    const sandbox = await startSandbox();
    const { gateway, smtp } = sandbox.ports;
    const clients = [gateway, smtp].map((port) =>
      connect(port, '127.0.0.1')
        .on('error', () => {})
        .resume(),
    );
    await Promise.all(clients.map((client) => once(client, 'connect')));
    const ended = clients.map((client) => once(client, 'close'));
    await sandbox.close();
    await Promise.all(ended);
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const first = await startSandbox();
    await expect(startSandbox({ smtpPort: first.ports.smtp })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});

describe('the settings', () => {
  it('have the ports of the platform where nothing is said', () => {
    expect(readSettings({})).toEqual({
      host: '0.0.0.0',
      gatewayPort: 3010,
      gatewayLatency: 0,
      carrierPort: 3011,
      carrierDeliversAfter: 2_000,
      carrierWebhookSecret: 'carrier-sandbox-secret',
      smtpPort: 3025,
      smtpDiscard: false,
      inboxPort: 3026,
    });
  });

  it.each([
    ['500', 500],
    ['250ms', 250],
    ['3s', 3_000],
    ['1m', 60_000],
    ['manual', 'manual'],
  ])('read %s as the time to delivery', (text, expected) => {
    expect(readSettings({ CARRIER_DELIVERS_AFTER: text }).carrierDeliversAfter).toBe(expected);
  });

  it('refuse what they do not understand, by name', () => {
    expect(() => readSettings({ GATEWAY_PORT: 'x', CARRIER_DELIVERS_AFTER: 'soon' })).toThrow(
      /GATEWAY_PORT[^]*CARRIER_DELIVERS_AFTER|CARRIER_DELIVERS_AFTER[^]*GATEWAY_PORT/,
    );
  });
});
