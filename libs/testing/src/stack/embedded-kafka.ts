import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { startGuard } from './guard.js';
import { kafkaAnswers } from './kafka-answers.js';
import { findJava, kafkaJars } from './kafka-jars.js';
import { type KafkaAuthentication, allowedUrls, scramUsers, securedListeners } from './kafka-listeners.js';
import { kafkaProperties } from './kafka-properties.js';
import { silent, type Progress, type Say } from './progress.js';
import { temporaryFolder } from './temporary-folder.js';
import { ServerProcess } from './server-process.js';

export interface EmbeddedKafka {
  /** `127.0.0.1:port`. */
  readonly brokers: string;
  /** Addresses that require authentication, with the option `authentication`. */
  readonly secured?: { readonly sasl: string; readonly mutualTls: string };
  /** The folder with the logs of its topics. */
  readonly dataFolder: string;
  /** Shuts it down and removes its data. */
  stop(): Promise<void>;
  /** kill -9: what the broker had not written is gone. */
  kill(): Promise<void>;
  /** Starts it again, with the same address and data; about four seconds after a kill. */
  restart(): Promise<void>;
}

export interface EmbeddedKafkaOptions {
  readonly say?: Say;
  readonly progress?: Progress;
  /** Kept, and used again by the next start. Without it the data ends with the server. */
  readonly dataFolder?: string | undefined;
  /** Clients are sent to this port, where a proxy stands in their way; the broker's own port when absent. */
  readonly advertisedPort?: number;
  /** More listeners, with TLS, and an authorizer. `brokers` is then the address of a superuser. */
  readonly authentication?: KafkaAuthentication;
}

const SMALL_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Starts a real Kafka on free loopback ports. It ends when this process ends, however that happens.
 * Throws MissingDependency without Java 17 or, for the first download, without Maven.
 */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions = {}): Promise<EmbeddedKafka> {
  const { say = silent, authentication } = options;
  const java = findJava();
  const jars = await kafkaJars(say);
  const classPath = ['-cp', join(jars, '*')];
  const folder = await temporaryFolder('kafka');
  const guard = startGuard('TERM', folder);
  const logFile = join(folder, 'log');
  const archive = classArchive(jars, java.version, logFile);
  const remove = async (): Promise<void> => {
    // first: the guard, too, removes the folder with the log that this reads
    await archive.keep();
    guard.release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [port = 0, controllerPort = 0, saslPort = 0, mutualTlsPort = 0] = await freePorts(4);
    const config = join(folder, 'server.properties');
    const { advertisedPort = port } = options;
    const dataFolder = options.dataFolder ?? join(folder, 'data');
    const listeners =
      authentication &&
      securedListeners({ plainPort: port, controllerPort, saslPort, mutualTlsPort }, authentication);
    await writeFile(config, kafkaProperties(dataFolder, { port, controllerPort, advertisedPort }, listeners));
    const users = authentication ? scramUsers(authentication) : [];
    if (!existsSync(join(dataFolder, 'meta.properties')))
      format(java.file, ['-Xmx64m', ...SMALL_JVM, ...classPath], config, users);
    const brokers = `127.0.0.1:${port}`;
    const server = new ServerProcess({
      name: 'Kafka',
      file: java.file,
      args: [
        '-Xms256m',
        '-Xmx256m',
        ...SMALL_JVM,
        ...(authentication ? allowedUrls(authentication) : []),
        ...classPath,
        'kafka.Kafka',
        config,
      ],
      folder,
      logFile,
      guard,
      ready: () => kafkaAnswers(brokers),
      progress: options.progress,
    });
    const start = (): Promise<void> => server.start(archive.flags());
    await start();
    return {
      brokers,
      ...(authentication && {
        secured: { sasl: `127.0.0.1:${saslPort}`, mutualTls: `127.0.0.1:${mutualTlsPort}` },
      }),
      dataFolder,
      stop: () => server.end('SIGTERM').then(remove),
      kill: () => server.end('SIGKILL'),
      restart: () => server.end('SIGTERM').then(start),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function format(java: string, flags: readonly string[], config: string, users: readonly string[]): void {
  const clusterId = randomBytes(16).toString('base64url');
  // One id in 64 begins with a dash, which after a space would be parsed as an option.
  const id = `--cluster-id=${clusterId}`;
  const args = [...flags, 'kafka.tools.StorageTool', 'format', id, '-c', config, ...users];
  const done = spawnSync(java, args, { encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`Kafka's storage could not be formatted: ${done.stderr || done.stdout}`);
}

/**
 * Classes as the JVM laid them out when the first broker ended: halves the time of every later start. The JVM rejects it when the jars
 * were touched since; then the next start makes it again.
 */
function classArchive(
  jars: string,
  javaVersion: string,
  logFile: string,
): { flags(): string[]; keep(): Promise<void> } {
  const archive = join(jars, `kafka-java-${javaVersion}.jsa`);
  const building = `${archive}.${process.pid}`;
  return {
    flags: () =>
      existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [`-XX:ArchiveClassesAtExit=${building}`],
    async keep() {
      const log = await readFile(logFile, 'utf8').catch(() => '');
      if (/\[warning\]\[cds/.test(log)) await rm(archive, { force: true });
      // under its final name only when whole: a broker may be killed while it writes
      await rename(building, archive).catch(() => undefined);
    },
  };
}
