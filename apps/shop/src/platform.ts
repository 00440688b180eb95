import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { provision } from '@waybill/platform';
import {
  Api,
  DEVELOPMENT_KEY,
  type ProcessOptions,
  type Progress,
  ROOT,
  type Say,
  type ServiceProcess,
  type Stack,
  type TokenClaims,
  freePorts,
  silent,
  startProcess,
  tail,
  token,
} from '@waybill/testing';
import { provisionAuditRole } from './audit-role.js';
import { awaitService } from './await-service.js';
import { DOCUMENTED_PORTS } from './documented-ports.js';

export type ServiceName = (typeof SERVICES)[number];
export type ListenerName = (typeof LISTENERS)[number];
type AppName = ServiceName | ListenerName;
/** Another instance of a service: `order-2` is the second one. */
export type OtherName = `${ServiceName}-${2 | 3 | 4}`;
export type Instances = 1 | 2 | 3 | 4;
export type Environment = Readonly<Record<string, string>>;

/** The process that all services share. */
export const TOGETHER = 'services' as const;

/** A load sends more requests than a user would. The demo has the limits of a deployment. */
const UNLIMITED: Environment = { RATE_LIMIT_SUBJECT: '0', RATE_LIMIT_TENANT: '0', RATE_LIMIT_ADDRESS: '0' };

/** The repository that a service is of, and whether its `dist` runs. */
export type ServiceBuild = Pick<ProcessOptions, 'root' | 'fromDist'>;

export interface PlatformOptions {
  readonly stack: Stack;
  readonly say?: Say;
  readonly progress?: Progress;
  /** The documented ports (demo) instead of free ones (tests); within `onDocumentedPorts`. */
  readonly documentedPorts?: boolean;
  readonly fromDist?: boolean;
  /** Starts a service again that was killed by a signal, as a container engine does. */
  readonly restartKilled?: boolean;
  /** Each service, or each of these, runs twice, the second time as `order-2` and so on, on a port of its own. */
  readonly twice?: boolean | readonly ServiceName[];
  /** How often each service runs; default 1. The instances after the first are `order-2`, `order-3` and so on. */
  readonly instances?: Instances;
  /** Only these; all five otherwise. */
  readonly services?: readonly ServiceName[];
  /** The services in one process, called `services`, instead of one process each. */
  readonly together?: boolean;
  /** A service to be started again when its source changes. */
  readonly watch?: ServiceName;
  /** Called when the watched service starts again; the argument resolves when it is ready. */
  readonly onRestart?: (ready: Promise<void>) => void;
  /** Settings for all services, and for single ones. */
  readonly environment?: Environment;
  readonly environments?: Partial<Record<AppName | 'sandbox', Environment>>;
  /** A file that runs each service instead of its own `main.ts`, for tests that stand between it and the world. */
  readonly main?: string;
  /** The repository whose services run: this one, or another build of it. They run on our Node, with our settings. */
  readonly root?: string;
  /** Called at each start: the build of that instance, where it is not that of the others. */
  readonly buildOf?: (instance: string) => ServiceBuild | undefined;
  /** Behind the names of databases and roles: several platforms on one server. */
  readonly suffix?: string;
}

export interface Platform {
  readonly urls: Readonly<Record<AppName | OtherName | 'gateway' | 'carrier' | 'inbox', string>>;
  /** Each database with the administrator's role. */
  readonly databases: Readonly<Record<ServiceName, string>>;
  /** Each database with the audit's role, which only reads. */
  readonly auditUrls: Readonly<Record<ServiceName, string>>;
  readonly processes: ReadonlyMap<string, ServiceProcess>;
  readonly logFolder: string;
  /** A bearer token that its services accept. */
  token(claims: TokenClaims): Promise<string>;
  /** A caller with such a token. */
  api(service: AppName, claims: TokenClaims): Promise<Api>;
  /** Starts a service (or the process of all services) that was stopped or killed, on its port, with these settings beside its own. */
  start(service: AppName | OtherName | 'sandbox' | typeof TOGETHER, settings?: Environment): void;
  /** Starts a service that only listens, on a database of its own, and waits until it is at work. */
  startListener(name: ListenerName): Promise<void>;
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** The five services and the sandbox as processes on a stack: databases provisioned, schemas migrated, all ready. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const {
    stack,
    say = silent,
    documentedPorts,
    fromDist = false,
    services = SERVICES,
    suffix = '',
    root,
    together = false,
  } = options;
  const { twice = false, instances = 1 } = options;
  if (together && instances > 1) throw new Error('services in one process run once');
  const others = [
    ...(twice === true ? services : twice || []).map((name): OtherName => `${name}-2`),
    ...Array.from({ length: instances - 1 }, (_, index) =>
      services.map((name) => `${name}-${index + 2}` as OtherName),
    ).flat(),
  ];
  const wanted = [...Object.keys(DOCUMENTED_PORTS), ...others];
  const free = documentedPorts ? [] : await freePorts(wanted.length);
  const ports: Readonly<Record<string, number>> = documentedPorts
    ? DOCUMENTED_PORTS
    : Object.fromEntries(wanted.map((name, index) => [name, free[index]!]));
  const at = (name: string): string => `http://127.0.0.1:${ports[name]}`;
  const provisioned = async (name: AppName) =>
    [name, await provision(stack.databaseUrl, name, suffix)] as const;
  const databases: Awaited<ReturnType<typeof provisioned>>[] = await Promise.all(SERVICES.map(provisioned));
  const auditRole = { password: randomBytes(12).toString('hex'), suffix };
  const auditUrls = await provisionAuditRole(stack.databaseUrl, { ...auditRole, services: SERVICES });
  // In production services refuse the key that everyone knows.
  const inProduction = options.environment?.['NODE_ENV'] === 'production';
  const key = inProduction ? randomBytes(32).toString('hex') : DEVELOPMENT_KEY;
  const logFolder = join(ROOT, '.waybill', 'logs', suffix);
  const common = {
    HOST: '127.0.0.1',
    KAFKA_BROKERS: stack.kafkaBrokers ?? '',
    JWT_KEY: key,
    LOG_LEVEL: 'info',
    // Any ready instance is enough, unless a test requires a particular one.
    SHUTDOWN_DELAY_MS: '0',
    ...(documentedPorts ? {} : UNLIMITED),
    ...options.environment,
  };
  const own: Record<string, Environment> = {
    order: { BAZAAR_PAYMENT_METHOD: 'pm_card_visa' },
    payment: { STRIPE_API_KEY: 'sk_test_sandbox', STRIPE_API_BASE: at('gateway') },
    shipping: { CARRIER_URL: at('carrier') },
    notification: {
      SMTP_URL: `smtp://127.0.0.1:${ports['smtp']}`,
      MAIL_CHOICE_KEY: randomBytes(32).toString('hex'),
      MAIL_CHOICE_URL: at('notification'),
    },
    sandbox: {
      SANDBOX_HOST: '127.0.0.1',
      GATEWAY_PORT: String(ports['gateway']),
      CARRIER_PORT: String(ports['carrier']),
      SMTP_PORT: String(ports['smtp']),
      INBOX_PORT: String(ports['inbox']),
    },
  };
  const environmentOf = (name: string, instance: string): Environment => {
    if (name === TOGETHER)
      return {
        ...common,
        ...settingsTogether(services.map((service) => [service, environmentOf(service, service)])),
      };
    const database = databases.find(([service]) => service === name)?.[1];
    const specific = options.environments?.[name as AppName];
    if (!database) return { ...own[name], ...specific };
    const port = String(ports[instance]);
    const { url, ownerUrl } = database;
    return {
      ...common,
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      PORT: port,
      ...own[name],
      ...specific,
    };
  };

  const processes = new Map<string, ServiceProcess>();
  let stopping = false;
  const start: Platform['start'] = (instance, settings = {}) => {
    const name = instance.replace(/-\d+$/, '');
    const watch = options.watch === name;
    const own = name === 'sandbox' ? undefined : options.main;
    const shared = {
      main: fromDist ? 'docker/start.mjs' : 'tools/waybill.ts',
      args: fromDist ? services : ['start', ...services],
    };
    const run = name === TOGETHER ? shared : { main: own };
    const environment = { ...environmentOf(name, instance), ...settings };
    const build = options.buildOf?.(instance) ?? { root, fromDist };
    const onRestart = watch
      ? (): void => options.onRestart?.(awaitService(name, at(name), processOf(name)))
      : undefined;
    const what = { name, instance, environment, logFolder, watch, onRestart };
    const service = startProcess({ ...what, ...run, ...build });
    processes.set(instance, service);
    void service.ended.then((code) => {
      if (!stopping && code === null && options.restartKilled) {
        say(`${instance} was killed and starts again`);
        return start(instance, settings);
      }
      if (!stopping && code !== null && code !== 0)
        say(`${instance} ended with code ${code}:\n${tail(service.logFile)}`);
    });
  };
  for (const name of ['sandbox', ...(together ? [TOGETHER] : services), ...others] as const) start(name);
  const processOf = (name: string): ServiceProcess => processes.get(name) ?? processes.get(TOGETHER)!;
  const ready = async (): Promise<void> => {
    await Promise.all(
      [...services, ...others].map((name) => awaitService(name, at(name), processOf(name), options.progress)),
    );
  };
  const startListener = async (name: ListenerName): Promise<void> => {
    databases.push(await provisioned(name));
    await provisionAuditRole(stack.databaseUrl, { ...auditRole, services: [name] });
    start(name);
    await awaitService(name, at(name), processes.get(name)!, options.progress);
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all([...processes.values()].map((service) => service.stop()));
  };
  try {
    await ready();
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = Object.fromEntries(
    [...SERVICES, ...LISTENERS, ...others, 'gateway', 'carrier', 'inbox'].map((name) => [name, at(name)]),
  );
  return {
    urls: urls as Platform['urls'],
    databases: Object.fromEntries(
      databases.map(([name, { adminUrl }]) => [name, adminUrl]),
    ) as Platform['databases'],
    auditUrls,
    processes,
    logFolder,
    token: (claims) => token(claims, key),
    api: async (service, claims) => new Api(at(service), await token(claims, key)),
    start,
    startListener,
    ready,
    stop,
  };
}

/** The settings of services that share a process, each with the name of its service behind it. */
function settingsTogether(environments: readonly (readonly [string, Environment])[]): Environment {
  const entries = environments.flatMap(([service, environment]) =>
    Object.entries(environment).map(([name, value]) => [`${name}_${service.toUpperCase()}`, value]),
  );
  return Object.fromEntries(entries) as Environment;
}
