import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { KAFKA_VERSION, findJava, findMaven, kafkaJars, runMaven } from './kafka-jars.js';
import { silent } from './progress.js';

/**
 * Runs a program that comes with Kafka, such as `org.apache.kafka.tools.ConsoleProducer`, and returns its output. The first call downloads
 * Kafka's tools (1 MB) with Maven into the cache.
 */
export async function kafkaTool(main: string, args: readonly string[], input = ''): Promise<string> {
  const classPath = [await kafkaJars(silent), await kafkaToolsFolder()].map((folder) => join(folder, '*'));
  const flags = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const child = spawn(findJava().file, [...flags, '-cp', classPath.join(':'), main, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${main} exited with ${String(code)}: ${errors || output}`);
  return output;
}

async function kafkaToolsFolder(): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `kafka-tools-${KAFKA_VERSION}`);
  if (existsSync(folder)) return folder;
  const maven = findMaven();
  await mkdir(cache, { recursive: true });
  const building = await mkdtemp(join(cache, '.download-'));
  try {
    const jars = join(building, 'jars');
    const artifact = `org.apache.kafka:kafka-tools:${KAFKA_VERSION}`;
    await runMaven(maven, building, [
      'dependency:copy',
      `-Dartifact=${artifact}`,
      `-DoutputDirectory=${jars}`,
    ]);
    await rename(jars, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return folder;
}
