// One door to services that may run more than once: `node docker/front.mjs 3000=order 3001=inventory` listens on these
// ports and leads each connection to the same port of one of the service's instances, in turn.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const NOBODY = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

for (const route of process.argv.slice(2)) {
  const [, port, service] = /^(\d+)=(\S+)$/.exec(route) ?? [];
  if (!service) throw new Error(`"${route}" is not a port=service`);
  const nextOf = instances(service);
  createServer({ noDelay: true }, (client) => void lead(client, nextOf, Number(port))).listen(Number(port));
}
process.on('SIGTERM', () => process.exit(0)).on('SIGINT', () => process.exit(0));

/** The service's addresses, beginning with another one each time. */
function instances(service) {
  let turn = 0;
  return async () => {
    const found = await lookup(service, { all: true, family: 4 }).catch(() => []);
    const addresses = found.map(({ address }) => address).sort();
    const first = turn++ % (addresses.length || 1);
    return [...addresses.slice(first), ...addresses.slice(0, first)];
  };
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
