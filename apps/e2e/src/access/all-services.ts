import { SERVICES } from '@waybill/contracts';
import { startOneService } from '@waybill/testing';
import { analyticsApp } from '../../../analytics/src/analytics.app.js';
import { type OneProcess, type OneProcessOptions, startOneProcess } from '../one-process.js';
import { type Route, routesOf } from './routes.js';

export interface AllServices {
  readonly platform: OneProcess;
  /** The base URL of each service, and of analytics. */
  readonly urls: Readonly<Record<string, string>>;
  /** All operations of all services. */
  routes(): Promise<Route[]>;
  stop(): Promise<unknown>;
}

/** Starts all services and analytics in this process. Webhooks may have any target. */
export async function startAllServices(
  environment: Readonly<Record<string, string>>,
  environments: OneProcessOptions['environments'] = {},
): Promise<AllServices> {
  const [platform, analytics] = await Promise.all([
    startOneProcess({
      environment,
      environments: { notification: { WEBHOOK_TARGETS: 'any' }, ...environments },
    }),
    startOneService(analyticsApp, environment),
  ]);
  const urls = {
    ...Object.fromEntries(SERVICES.map((service) => [service, platform.urls[service]])),
    analytics: analytics.service.url,
  };
  return {
    platform,
    urls,
    async routes() {
      const all = Object.entries(urls).map(([service, url]) => routesOf(service, url));
      return (await Promise.all(all)).flat();
    },
    stop: () => Promise.all([platform.stop(), analytics.stop()]),
  };
}
