import { runInOneProcess } from '@waybill/platform';
import { appOf } from '@waybill/shop';
import { demo, start } from './commands/run.js';
import { serviceNames } from './commands/service-names.js';

const { args } = start;
const names = serviceNames();
const unknown = args.find((name) => !names.includes(name));

if (args[0]?.startsWith('-') ?? true) await demo.parseAsync(args, { from: 'user' });
else if (unknown !== undefined) start.error(`there is no service ${unknown}: use ${names.join(', ')}`);
else await runInOneProcess(await Promise.all([...new Set(args)].map(appOf)));
