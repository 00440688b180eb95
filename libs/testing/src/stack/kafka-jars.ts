import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildOnce, cacheFolder } from './cache-folder.js';
import { MissingDependency } from './missing-dependency.js';
import type { Say } from './progress.js';

export const KAFKA_VERSION = '4.3.1';

export interface Java {
  readonly file: string;
  /** `17.0.15`. */
  readonly version: string;
}

/** Java 17 or newer, from JAVA_HOME or the PATH. */
export function findJava(): Java {
  const file = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin/java') : 'java';
  const asked = spawnSync(file, ['-version'], { encoding: 'utf8' });
  const version = /version "([^"]+)"/.exec(asked.stderr ?? '')?.[1];
  if (version && Number.parseInt(version, 10) >= 17) return { file, version };
  throw new MissingDependency(
    `Kafka needs Java 17 or newer (${version ? `found ${version}` : 'found none'}): install a JRE (Debian: apt-get install openjdk-17-jre-headless maven), or set KAFKA_BROKERS.`,
  );
}

/** The folder with Kafka's jars. The first call downloads them (44 MB) with Maven into the cache. */
export async function kafkaJars(say: Say): Promise<string> {
  const folder = join(cacheFolder(), `kafka-${KAFKA_VERSION}`);
  return buildOnce(folder, async (building) => {
    const maven = findMaven();
    say(`Kafka: downloading ${KAFKA_VERSION} with Maven (44 MB, once) into ${folder}`);
    const started = performance.now();
    await writeFile(join(building, 'pom.xml'), pom());
    await download(maven, building);
    say(`Kafka: downloaded in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    return join(building, 'jars');
  });
}

export function findMaven(): string {
  if (spawnSync('mvn', ['--version']).status === 0) return 'mvn';
  throw new MissingDependency(
    'Kafka is downloaded with Maven, which is missing: install it (Debian: apt-get install maven), or set KAFKA_BROKERS.',
  );
}

function download(maven: string, folder: string): Promise<void> {
  const output = `-DoutputDirectory=${join(folder, 'jars')}`;
  return runMaven(maven, folder, ['dependency:copy-dependencies', '-DincludeScope=runtime', output]);
}

/** Throws MissingDependency if Maven fails, as without a network. */
export async function runMaven(maven: string, folder: string, goal: readonly string[]): Promise<void> {
  const child = spawn(maven, ['-q', '-B', ...goal], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return;
  const reason =
    stripVTControlCharacters(output)
      .split('\n')
      .find((line) => line.includes('ERROR')) ?? `exit code ${String(code)}`;
  throw new MissingDependency(
    `Kafka could not be downloaded with Maven, try again or set KAFKA_BROKERS. ${reason.trim()}`,
  );
}

// without the log4j binding Kafka prints a warning and no error that it meets
function pom(): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>waybill</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.25.4</version></dependency>
  </dependencies>
</project>
`;
}
