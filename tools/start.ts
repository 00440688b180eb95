import { LISTENERS, SERVICES } from '@waybill/contracts';
import { runInOneProcess } from '@waybill/platform';
import { appOf, commandLine, wrongUsage } from '@waybill/shop';

const known: readonly string[] = [...SERVICES, ...LISTENERS];
const USAGE = `npm start -- [SERVICE...]: runs these services in one process, or the demo if none is named
  SERVICE   ${known.join(', ')}`;
const args = process.argv.slice(2);

if (args.every((arg) => arg.startsWith('--')) && !args.includes('--help')) await import('./demo.js');
else {
  const { positionals } = commandLine(USAGE, { allowPositionals: true, options: {} });
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) wrongUsage(`There is no service "${unknown}".`, USAGE);
  await runInOneProcess(await Promise.all([...new Set(positionals)].map(appOf)));
}
