import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildOnce, cacheFolder } from './cache-folder.js';
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

function kafkaToolsFolder(): Promise<string> {
  return buildOnce(join(cacheFolder(), `kafka-tools-${KAFKA_VERSION}`), async (building) => {
    const jars = join(building, 'jars');
    const artifact = `org.apache.kafka:kafka-tools:${KAFKA_VERSION}`;
    await runMaven(findMaven(), building, [
      'dependency:copy',
      `-Dartifact=${artifact}`,
      `-DoutputDirectory=${jars}`,
    ]);
    return jars;
  });
}
