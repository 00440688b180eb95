import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const workflows = globSync('.github/workflows/*.yml', { cwd: ROOT });

describe.each(workflows)('the workflow %s', (file) => {
  const text = read(file);

  it('may only read the repository', () => {
    expect(text.match(/permissions:.*(\n +.*)*/g)).toEqual(['permissions:\n  contents: read']);
  });

  it('names each action by the hash of a commit, with its version behind it', () => {
    const uses = text.match(/uses: .*/g)!;
    expect(uses.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual(
      [],
    );
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = text.split('uses: actions/checkout@').slice(1);
    expect(checkouts.length).toBeGreaterThan(0);
    for (const after of checkouts) expect(after.split('- uses:')[0]).toContain('persist-credentials: false');
  });
});

const compose = read('docker-compose.yml');
/** The text of each top-level extension and of each container, by name. */
const blocks = (indent: string, text: string): [string, string][] =>
  [...text.matchAll(new RegExp(`^${indent}([\\w-]+):.*\\n((${indent} .*|\\s*)\\n)*`, 'gm'))].map(
    ([block, name]) => [name!, block],
  );
const top = new Map(blocks('', compose));
const containers = blocks('  ', top.get('services')!);
const EXACT = /^[\w./-]+:v?\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Versions of Postgres have two numbers. */
const EXACT_POSTGRES = /^postgres:\d+\.\d+$/;
const isExact = (image: string): boolean => EXACT.test(image) || EXACT_POSTGRES.test(image);
const valueOf = (key: string, block: string): string | undefined =>
  new RegExp(`^ +${key}: (.*)$`, 'm').exec(block)?.[1];

describe('the images', () => {
  const bases = [...read('docker/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, base]) => base!);

  it('have the tag of one release', () => {
    const images = containers.flatMap(([, block]) => valueOf('image', block) ?? []);
    const foreign = images.filter((image) => image !== 'waybill');
    expect(foreign.length).toBeGreaterThan(4);
    expect([...foreign, ...bases].filter((image) => !isExact(image))).toEqual([]);
  });

  it('have the Node that tests run on', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect([...new Set(bases)]).toEqual([`node:${devDependencies.node}-slim`]);
  });
});

it('all containers are as closed as possible', () => {
  const hardened = top.get('x-hardened')!;
  for (const line of ['read_only: true', 'cap_drop: [ALL]', 'security_opt: [no-new-privileges:true]'])
    expect(hardened).toContain(`\n  ${line}\n`);
  expect(top.get('x-service')).toContain('<<: *hardened\n');
  const volume = top.get('x-volume')!;
  for (const line of ['<<: *hardened', 'cap_add: [CHOWN]', 'network_mode: none'])
    expect(volume).toContain(`\n  ${line}\n`);
});

describe.each(containers)('the container of %s', (name, block) => {
  /** It only gives a volume to the user of its container. */
  const isOfVolume = block.includes('<<: *volume\n');

  it('has a read-only file system and no capabilities', () => {
    expect(block).toMatch(/^ {4}<<: \*(hardened|service|volume)$/m);
    expect(block).not.toMatch(/^ {4}(read_only|cap_drop|security_opt|privileged):/m);
    expect(valueOf('cap_add', block)).toBeUndefined();
  });

  it('does not run as root', () => {
    // The image of the services names its user.
    const isOwn = block.includes('<<: *service\n');
    if (isOwn || isOfVolume) expect(valueOf('user', block)).toBeUndefined();
    else expect(valueOf('user', block)).toMatch(/^([a-z]+|'[1-9]\d*:\d+')$/);
    expect(isOfVolume).toBe(name.endsWith('-volume'));
  });

  it('is published on loopback, except for the APIs', () => {
    const ports = block.match(/^ {6}- .*:\d+$/gm) ?? [];
    for (const port of ports) {
      const isApi = name === 'front' && /:30\d\d$/.test(port);
      expect(port).toMatch(isApi ? /- \$\{PUBLISH_ON:-127\.0\.0\.1\}:/ : /- 127\.0\.0\.1:/);
    }
  });
});
