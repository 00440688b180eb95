// `npm start -- order inventory payment shipping notification`: these services in this process. Without names it is the demo.
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { runInOneProcess } from '@waybill/platform';
import { appOf } from '@waybill/shop';

const names = process.argv.slice(2);
const known: readonly string[] = [...SERVICES, ...LISTENERS];
const unknown = names.find((name) => !known.includes(name));

if (names.length === 0) await import('./demo.js');
else if (unknown === undefined) await runInOneProcess(await Promise.all([...new Set(names)].map(appOf)));
else {
  console.error(`There is no service "${unknown}": ${known.join(', ')}`);
  process.exitCode = 64;
}

export {};
