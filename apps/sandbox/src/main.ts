import { startSandbox } from './sandbox.app.js';
import { readSettings } from './settings.js';

const sandbox = await start().catch((error: unknown) => {
  console.error(`The sandbox did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
const { gateway, carrier, smtp, inbox } = sandbox.ports;
console.log(`gateway  http://localhost:${gateway} (payments: /sandbox/payments)`);
console.log(`carrier  http://localhost:${carrier}`);
console.log(`smtp     smtp://localhost:${smtp}`);
console.log(`inbox    http://localhost:${inbox}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

async function start() {
  return startSandbox(readSettings(process.env));
}
