import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Entries without work, which are not counted. */
const IDLE = new Set(['(idle)', '(root)']);

/** Environment variables that make a Node process write a CPU profile to the folder when it ends. */
export function profiling(folder: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}

/** For each profile in the folder: the self time of each package and of the most expensive functions, as parts of the total. */
export function profileLines(folder: string, names: ReadonlyMap<number, string>): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.cpuprofile'))
    .flatMap((file) => {
      // CPU.<date>.<time>.<pid>.<thread>.<number>.cpuprofile
      const name = names.get(Number(file.split('.')[3]));
      if (name === undefined) return [];
      const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
      return linesOf(name, profile);
    });
}

function linesOf(name: string, { nodes, samples, timeDeltas }: Profile): string[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const { functionName, url } = frames.get(id)!;
    const us = timeDeltas[index]!;
    if (IDLE.has(functionName)) return;
    total += us;
    add(packages, packageOf(functionName, url), us);
    add(functions, `${functionName || '(anonymous)'} ${packageOf(functionName, url)}`, us);
  });
  const parts = (sums: ReadonlyMap<string, number>, count: number): string =>
    [...sums]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([part, us]) => `${part} ${((100 * us) / total).toFixed(1)} %`)
      .join(', ');
  return [
    `${name}: ${(total / 1_000_000).toFixed(1)} s`,
    `  ${parts(packages, 14)}`,
    `  ${parts(functions, 12)}`,
  ];
}

function add(sums: Map<string, number>, name: string, us: number): void {
  sums.set(name, (sums.get(name) ?? 0) + us);
}

function packageOf(functionName: string, url: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  if (url.startsWith('node:')) return url;
  const installed = url.lastIndexOf('/node_modules/');
  if (installed >= 0) {
    const [scope = '', name = ''] = url.slice(installed + '/node_modules/'.length).split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  return /\/((?:libs|apps)\/[^/]+)\//.exec(url)?.[1] ?? url;
}
