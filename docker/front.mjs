// One door to services that may run more than once: `node docker/front.mjs 3000=order 3001=inventory` listens on these
// ports and leads each connection to the same port of one of the service's instances that are ready, in turn.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setInterval } from 'node:timers/promises';

/** Less than half of SHUTDOWN_DELAY_MS: an instance that is about to stop is seen before it closes its door. */
const LOOK_EVERY_MS = 400;
const NOBODY = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

for (const route of process.argv.slice(2)) {
  const [, port, service] = /^(\d+)=(\S+)$/.exec(route) ?? [];
  if (!service) throw new Error(`"${route}" is not a port=service`);
  const nextOf = instances(service, port);
  createServer({ noDelay: true }, (client) => void lead(client, nextOf, Number(port))).listen(Number(port));
}
process.on('SIGTERM', () => process.exit(0)).on('SIGINT', () => process.exit(0));

/** The service's addresses, the ready ones first, beginning with another one each time. */
function instances(service, port) {
  let turn = 0;
  let addresses = [];
  let ready = new Set();
  const look = async () => {
    const found = await lookup(service, { all: true, family: 4 }).catch(() => []);
    addresses = found.map(({ address }) => address).sort();
    const states = await Promise.all(addresses.map((address) => isReady(address, port)));
    ready = new Set(addresses.filter((_, index) => states[index]));
  };
  const first = look();
  void (async () => {
    for await (const _ of setInterval(LOOK_EVERY_MS)) await look();
  })();
  return async () => {
    await first;
    const from = turn++ % (addresses.length || 1);
    const inTurn = [...addresses.slice(from), ...addresses.slice(0, from)];
    return [...inTurn.filter((one) => ready.has(one)), ...inTurn.filter((one) => !ready.has(one))];
  };
}

async function isReady(address, port) {
  const signal = AbortSignal.timeout(LOOK_EVERY_MS);
  const answer = await fetch(`http://${address}:${port}/health/ready`, { signal }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

async function lead(client, nextOf, port) {
  client.on('error', () => client.destroy());
  for (const address of await nextOf()) {
    const instance = connect({ host: address, port, noDelay: true });
    try {
      await once(instance, 'connect');
    } catch {
      continue;
    }
    if (client.destroyed) return void instance.destroy();
    instance.on('error', () => instance.destroy()).on('close', () => client.destroy());
    client.on('close', () => instance.destroy());
    client.pipe(instance).pipe(client);
    return;
  }
  client.end(NOBODY);
}
