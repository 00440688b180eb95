import { runInOneProcess } from '@waybill/platform';
import { appOf } from '@waybill/shop';
import { demo, start } from './commands/run.js';
import { serviceNames } from './commands/service-names.js';

const { args } = start;
const unknown = args.find((name) => !serviceNames().includes(name));

if (args.every((arg, index) => index > 0 || arg.startsWith('-')))
  await demo.parseAsync(args, { from: 'user' });
else if (unknown !== undefined)
  start.error(`there is no service ${unknown}: use ${serviceNames().join(', ')}`);
else await runInOneProcess(await Promise.all([...new Set(args)].map(appOf)));
