import {
  SagaDecisions1760000000022,
  SagaTable1760000000005,
  SagaVersions1760000000018,
} from './migrations.js';
import { Saga } from './saga.js';

/** Entity and migrations of the sagas, for the service that runs them. */
export const sagaSchema = {
  entities: [Saga],
  migrations: [SagaTable1760000000005, SagaVersions1760000000018, SagaDecisions1760000000022],
} as const;
