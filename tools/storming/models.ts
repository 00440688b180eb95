import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '@waybill/testing';

export interface Aggregate {
  readonly service: string;
  readonly name: string;
  readonly file: string;
  readonly statuses: readonly string[];
}

/** The aggregates: files in domain folders that export the name of the file, such as `Shipment` in `domain/shipment.ts`. */
export function aggregates(services: readonly string[]): Aggregate[] {
  return filesOf(services, '**/domain/*.ts').flatMap(({ service, file, text }) => {
    const name = pascal(basename(file, '.ts'));
    if (name.endsWith('State')) return [];
    if (!new RegExp(`^export (?:class|interface) ${name}\\b`, 'm').test(text)) return [];
    const state = file.replace(/\.ts$/, '-state.ts');
    const beside = globSync(state, { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
    const statuses = [...beside, text].map(statusesIn).find(({ length }) => length > 0) ?? [];
    return [{ service, name, file, statuses }];
  });
}

export interface ReadModel {
  readonly service: string;
  readonly name: string;
  readonly file: string;
  /** Whether it is updated in the transaction of the events, and not after their commit. */
  readonly inline: boolean;
}

/** The projections that services declare. */
export function readModels(services: readonly string[]): ReadModel[] {
  return filesOf(services, '**/*.ts').flatMap(({ service, file, text }) => {
    const found = /: (Projection|InlineView)<[\s\S]*?^ {2}name: '([\w-]+)'/m.exec(text);
    return found ? [{ service, name: found[2]!, file, inline: found[1] === 'InlineView' }] : [];
  });
}

/** The types of an event-sourced aggregate's events. */
export function domainEvents(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/DomainEvent<\s*'([\w.-]+)'/g)].map(([, type]) => type!);
}

export function statusesIn(text: string): string[] {
  const said =
    /STATUSES = \[([\s\S]*?)^\]/m.exec(text) ??
    /type Status =([^;]+);/.exec(text) ??
    /\bstatus: ('[^;}]+)[;}]/.exec(text);
  return [...(said?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map(([, status]) => status!);
}

function filesOf(services: readonly string[], pattern: string) {
  return services.flatMap((service) =>
    globSync(`apps/${service}/src/${pattern}`, { cwd: ROOT })
      .filter((file) => !file.endsWith('.spec.ts'))
      .sort()
      .map((file) => ({ service, file, text: readFileSync(join(ROOT, file), 'utf8') })),
  );
}

const pascal = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
