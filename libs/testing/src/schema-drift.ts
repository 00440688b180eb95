import { type ServiceApp, dataSourceOf } from '@waybill/platform';

/**
 * What entities and migrations disagree about: the SQL that would bring a migrated database to the entities, nothing when
 * they agree. Give it a database that `migrate` has run on.
 */
export async function schemaDrift(
  app: Pick<ServiceApp, 'name' | 'entities' | 'migrations'>,
  ownerUrl: string,
): Promise<string[]> {
  const dataSource = dataSourceOf(app, ownerUrl);
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
