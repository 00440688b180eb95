import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, findJava, freePort } from '@waybill/testing';

const KAFKA = '4.3.1';
const DEBEZIUM = '3.7.0.Final';
const config = new URL('../../docker/debezium/outbox.json', import.meta.url);

/** Runs docker/debezium/outbox.json on a standalone Kafka Connect with these servers. */
export async function startConnect(brokers: string, databaseUrl: string, slot: string) {
  const java = findJava();
  const jars = await connectJars();
  const folder = await mkdtemp(join(tmpdir(), 'waybill-connect-'));
  const database = new URL(databaseUrl);
  const { config: shipped } = JSON.parse(await readFile(config, 'utf8')) as {
    config: Record<string, string>;
  };
  const connector = {
    ...shipped,
    name: 'outbox',
    'database.hostname': database.hostname,
    'database.port': database.port,
    'database.user': database.username,
    'database.password': database.password,
    'database.dbname': database.pathname.slice(1),
    'slot.name': slot,
  };
  const worker = {
    'bootstrap.servers': brokers,
    'offset.storage.file.filename': join(folder, 'offsets'),
    'offset.flush.interval.ms': '1000',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    listeners: `http://127.0.0.1:${await freePort()}`,
  };
  await writeFile(join(folder, 'worker.properties'), properties(worker));
  await writeFile(join(folder, 'connector.properties'), properties(connector));
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const args = ['-Xmx256m', '-cp', join(jars, '*'), 'org.apache.kafka.connect.cli.ConnectStandalone'];
  const child = spawn(java.file, [...args, 'worker.properties', 'connector.properties'], {
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    log: () => readFileSync(logFile, 'utf8'),
    async stop() {
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function properties(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka Connect and Debezium's connector, downloaded with Maven once (60 MB). */
async function connectJars(): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `connect-${KAFKA}-debezium-${DEBEZIUM}`);
  if (existsSync(folder)) return folder;
  if (spawnSync('mvn', ['--version']).status !== 0)
    throw new Error(
      'Debezium is downloaded with Maven, which is missing: install it (Debian: apt-get install maven)',
    );
  await mkdir(cache, { recursive: true });
  const building = await mkdtemp(join(cache, '.download-'));
  try {
    console.log(
      `Debezium: downloading ${DEBEZIUM} and Kafka Connect ${KAFKA} with Maven (once) into ${folder}`,
    );
    const dependency = (group: string, artifact: string, version: string) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
    await writeFile(
      join(building, 'pom.xml'),
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
      <groupId>waybill</groupId><artifactId>connect</artifactId><version>1</version><packaging>pom</packaging><dependencies>
      ${dependency('org.apache.kafka', 'connect-runtime', KAFKA)}
      ${dependency('org.apache.kafka', 'connect-transforms', KAFKA)}
      ${dependency('io.debezium', 'debezium-connector-postgres', DEBEZIUM)}
      ${dependency('org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4')}
      </dependencies></project>`,
    );
    const goal = [
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${building}/jars`,
    ];
    const done = spawnSync('mvn', ['-q', '-B', ...goal], { cwd: building, encoding: 'utf8' });
    if (done.status !== 0)
      throw new Error(`Debezium could not be downloaded with Maven, try again: ${done.stdout}`);
    await rename(join(building, 'jars'), folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return folder;
}
