import { userInfo } from 'node:os';
import { Api, token } from '@waybill/testing';
import { allApps } from './apps.js';
import { Advice } from './operator.js';

/** Options of the commands that call services as an admin or operator. */
export interface CallerOptions {
  readonly token?: string | undefined;
  readonly as?: string | undefined;
}

/** Who acts, for the trail: `--as`, else WAYBILL_USER, else the user of this machine. With `--token` it is the subject of the token. */
export function actingUser(as: string | undefined): string {
  return as ?? process.env['WAYBILL_USER'] ?? userInfo().username;
}

/** The token of an operator: `--token`, else one of the demo's key. */
export async function operatorToken({ token: given, as }: CallerOptions): Promise<string> {
  return given ?? (await token({ sub: actingUser(as), operator: true }));
}

export interface ServiceChoice extends CallerOptions {
  readonly service?: string | undefined;
  readonly url?: string | undefined;
}

/** The chosen services by name, at the ports of the demo unless `url` is given. Throws Advice if one does not respond. */
export async function serviceApis({ service, url, ...caller }: ServiceChoice): Promise<[string, Api][]> {
  const ports = Object.fromEntries((await allApps()).map(({ name, port }) => [name, port]));
  if (service !== undefined && !Object.hasOwn(ports, service))
    throw new Advice(`unknown service "${service}"; use one of ${Object.keys(ports).join(', ')}`);
  const bearer = await operatorToken(caller);
  const all: [string, string][] = url
    ? [[service ?? url, url.replace(/\/$/, '')]]
    : Object.entries(ports)
        .filter(([name]) => service === undefined || name === service)
        .map(([name, port]) => [name, `http://127.0.0.1:${port}`]);
  return Promise.all(
    all.map(async ([name, address]): Promise<[string, Api]> => {
      await fetch(`${address}/health/live`).catch(() => {
        throw new Advice(
          `${name} does not answer at ${address}: start it (npm run demo), or use --service or --url`,
        );
      });
      return [name, new Api(address, bearer)];
    }),
  );
}
