// `waybill <command>`, and each `npm run <command>`. tools/commands defines the commands; the file of one is imported when it is called.
import { setCalled } from './commands/called.js';
import { leavesOf, waybill } from './commands/groups.js';

const all = waybill();
for (const { top, leaf } of leavesOf(all))
  leaf.action(async () => {
    setCalled(leaf);
    await import(`./${top.name().replace(':', '-')}.js`);
  });
if (process.argv[2] === 'complete') {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(all as unknown as Parameters<typeof tab>[0]);
}
await all.parseAsync();
