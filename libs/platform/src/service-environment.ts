import { BadSettings } from './bad-settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of each service of one process. `{service}` in `DATABASE_URL` and `DATABASE_OWNER_URL` is replaced by the name of the
 * service, and `PORT_ORDER` is the `PORT` of the order service alone, as with every other setting. A service that is the only one of its
 * process reads the environment as it is. Throws BadSettings where services would share a database or a port.
 */
export function environmentsOf(services: readonly string[], environment: Environment): Environment[] {
  if (services.length === 1) return [environment];
  const all = services.map((service) => environmentOf(service, environment));
  const shared = ['DATABASE_URL', 'PORT', 'MANAGEMENT_PORT'].flatMap((name) =>
    sharedSetting(name, services, all),
  );
  if (shared.length === 0) return all;
  const lines = shared.map((problem) => `  - ${problem}`).join('\n');
  throw new BadSettings(`the services cannot start in one process:\n${lines}\nSee docs/configuration.md.`);
}

function environmentOf(service: string, environment: Environment): Environment {
  const suffix = `_${service.toUpperCase()}`;
  const own = Object.entries(environment).flatMap(([name, value]) =>
    name.endsWith(suffix) ? [[name.slice(0, -suffix.length), value] as const] : [],
  );
  const merged: Record<string, string | undefined> = { ...environment, ...Object.fromEntries(own) };
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL'])
    if (merged[name]) merged[name] = merged[name].replaceAll('{service}', service);
  return merged;
}

function sharedSetting(
  name: string,
  services: readonly string[],
  environments: readonly Environment[],
): string[] {
  const owners = new Map<string, string>();
  for (const [index, service] of services.entries()) {
    const value = environments[index]![name];
    // Port 0 means any free port, so several services may have it.
    if (!value || value === '0') continue;
    const owner = owners.get(value);
    if (owner !== undefined)
      return [
        `${name} is the same for ${owner} and ${service}: set ${name}_${owner.toUpperCase()} and ${name}_${service.toUpperCase()}`,
      ];
    owners.set(value, service);
  }
  return [];
}
