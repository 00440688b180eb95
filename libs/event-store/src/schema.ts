import { EventAggregateTypes1760000000021 } from './migrations/event-aggregate-types.js';
import { EventStreamOrder1760000000020 } from './migrations/event-stream-order.js';
import {
  EventOrder1760000000014,
  EventTables1760000000004,
  EventVersions1760000000015,
} from './migrations/event-tables.js';
import { ProjectionGeneration } from './projections/tables.js';
import { RequestOrigin, RequestOrigins1760000000017 } from './request-origins.js';
import { Snapshot, SnapshotTable1760000000016 } from './snapshots.js';
import { StoredEvent, Stream } from './tables.js';

/** Entities and migrations of the event store, for the service that uses it. */
export const eventStoreSchema = {
  entities: [Stream, StoredEvent, Snapshot, RequestOrigin, ProjectionGeneration],
  migrations: [
    EventTables1760000000004,
    EventOrder1760000000014,
    EventVersions1760000000015,
    SnapshotTable1760000000016,
    RequestOrigins1760000000017,
    EventStreamOrder1760000000020,
    EventAggregateTypes1760000000021,
  ],
} as const;
