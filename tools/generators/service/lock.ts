import type { Tree } from '@nx/devkit';
import { read } from '../edit.js';

interface Lock {
  packages: Record<string, object>;
}
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Adds the package to the lock file as npm would. All versions of its dependencies are already in the file. */
export function lock(tree: Tree, name: string): void {
  const file = 'package-lock.json';
  const {
    name: packageName,
    version,
    license,
    dependencies,
  } = JSON.parse(read(tree, `apps/${name}/package.json`)) as Manifest;
  const { packages, ...rest } = JSON.parse(read(tree, file)) as Lock;
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => a.localeCompare(b)));
  packages[`apps/${name}`] = { name: packageName, version, license, dependencies: sorted };
  packages[`node_modules/${packageName}`] = { resolved: `apps/${name}`, link: true };
  const { '': root, ...others } = packages;
  const all = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en'));
  tree.write(
    file,
    `${JSON.stringify({ ...rest, packages: { '': root, ...Object.fromEntries(all) } }, null, 2)}\n`,
  );
}
