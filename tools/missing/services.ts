import { z } from 'zod';
import { changingRoutes } from '../storming/routes.js';
import type { Facts } from './facts.js';
import { type Missing, placeOf } from './missing.js';

/** Routes without a summary or an actor, which the pages need. */
export function missingRoutes({ services, sources }: Facts): Missing[] {
  return services.flatMap(({ name, openApi }) =>
    changingRoutes(openApi).flatMap(({ route, operationId, summary, actor }): Missing[] => {
      const method = new RegExp(`^ {2}(?:async )?${operationId}\\(`, 'm');
      const file = placeOf(sources, method, `apps/${name}/`) ?? `apps/${name}/src`;
      const says = (what: string): Missing => ({ says: `${name}: ${route} ${what}`, file });
      return [
        ...(actor ? [] : [says("has no actor in the event storming: add @Actor('…')")]),
        ...(summary ? [] : [says('has no summary: add @ApiOperation({ summary })')]),
      ];
    }),
  );
}

/** Codes without status or description, and codes that no feature of their service lists. */
export function missingErrors({ services, sources }: Facts): Missing[] {
  return services.flatMap(({ name, errors }) => {
    const under = `apps/${name}/src/`;
    const declared = [...sources]
      .filter(([file]) => file.startsWith(under) && file.endsWith('.errors.ts'))
      .flatMap(([file, text]) =>
        [...text.matchAll(/^ {2}([A-Z][A-Z_0-9]+): \{/gm)].map(([, code]) => ({ code: code!, file })),
      );
    const unlisted = declared
      .filter(({ code }) => !Object.hasOwn(errors, code))
      .map(({ code, file }) => ({
        says: `the error code ${code} (${file}) is not listed: add its table to the \`errors\` of its feature`,
        file: featureBeside(sources, file) ?? file,
      }));
    const incomplete = Object.values(errors).flatMap(({ code, status, description }): Missing[] => {
      const file = placeOf(sources, new RegExp(`^ {2}${code}: \\{`, 'm'), under) ?? under;
      return [
        ...(Number.isInteger(status) ? [] : [{ says: `the error code ${code} has no status`, file }]),
        ...(description ? [] : [{ says: `the error code ${code} has no description`, file }]),
      ];
    });
    return [...unlisted, ...incomplete];
  });
}

/** Settings without a description, which docs/configuration.md needs. */
export function missingSettings({ services, commonSettings, sources }: Facts): Missing[] {
  const all = [
    { under: 'libs/platform/', settings: commonSettings },
    ...services.map(({ name, settings }) => ({ under: `apps/${name}/`, settings })),
  ];
  const settingFiles = new Map([...sources].filter(([file]) => /settings\.ts$/.test(file)));
  return all.flatMap(({ under, settings }) => {
    const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
    return Object.entries(properties)
      .filter(([, property]) => typeof property === 'object' && !property.description)
      .map(([name]) => ({
        says: `the setting ${name} has no text: add .meta({ description })`,
        file: placeOf(settingFiles, new RegExp(`^ +${name}:`, 'm'), under) ?? under,
      }));
  });
}

/** Migrations that no feature of their service lists: their tables would be missing. */
export function missingMigrations({ services, sources }: Facts): Missing[] {
  return services.flatMap(({ name, migrations }) =>
    [...sources]
      .filter(([file]) => file.startsWith(`apps/${name}/src/`))
      .flatMap(([file, text]) =>
        [...text.matchAll(/^export class (\w+) implements MigrationInterface/gm)]
          .filter(([, migration]) => !migrations.includes(migration!))
          .map(([, migration]) => ({
            says: `the migration ${migration} (${file}) is not listed: add it to the \`migrations\` of its feature`,
            file: featureBeside(sources, file) ?? file,
          })),
      ),
  );
}

/** The feature in the folder of a file, or in the nearest folder above. */
function featureBeside(sources: Facts['sources'], file: string): string | undefined {
  for (let folder = file; folder.includes('/src');) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const found = [...sources.keys()].find(
      (other) => other.endsWith('.feature.ts') && other.slice(0, other.lastIndexOf('/')) === folder,
    );
    if (found) return found;
  }
  return undefined;
}
