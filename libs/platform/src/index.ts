export * from './auth.js';
export type { BootstrapOptions } from './assemble.js';
export { BadSettings } from './bad-settings.js';
export * from './bootstrap.js';
export * from './broker/broker-of.js';
export { certificateProblems } from './broker/certificate-problems.js';
export { dataSourceOf, migrate, unitOfWorkPool } from './database.js';
export * from './duration.js';
export * from './erasure/data-classes.js';
export * from './erasure/eraser.js';
export * from './erasure/erases-customers.js';
export { effectsErasedBy, platformClasses, platformErasers } from './erasure/platform-data.js';
export { Erasure, ErasureIncomplete, requestErasure } from './erasure/erasure.js';
export * from './feature.js';
export { Access, type Audience } from './http/access.js';
export { Acting, Records, type Recorded } from './http/records.js';
export { Actor } from './http/actor.js';
export { StreamsEvents } from './http/event-stream.js';
export { parseJson } from './http/bodies.js';
export { Feed, type FeedLine, TakesFeed, linesOf } from './http/feed.js';
export { day, flag, instant, integer, multiLine, pathPart, reference, singleLine } from './http/inputs.js';
export { NDJSON, TakesForm } from './http/media-types.js';
export { Call, type CallOptions, HttpCall } from './http/call.js';
export { ETAG } from './http/preconditions.js';
export { DocumentedAs } from './http/json-schema.js';
export * from './http/list-by-key.js';
export * from './http/list-by-time.js';
export * from './http/paging.js';
export { PREFER, PREFERENCE_APPLIED } from './http/prefer-wait.js';
export { personName } from './http/person-name.js';
export { platformErrors, serviceErrors } from './http/platform.errors.js';
export * from './http/problem.js';
export { Refuses } from './http/refuses.js';
export { type Request, type Traced, traceRequest } from './http/request-context.js';
export { Versioned } from './http/versioned.js';
export { type Principal } from './identity/claims.js';
export { DEVELOPMENT_KEY } from './identity/identity-settings.js';
export { AtMost } from './quotas/at-most.js';
export { actAtDatabase } from './replay/act-at-database.js';
export { type Failure } from './replay/generation.js';
export { type Replayed, replay } from './replay/replay.js';
export * from './main.js';
export { Dependencies } from './runtime/dependencies.js';
export { Forgetting } from './runtime/forgetting.js';
export * from './runtime/compose-runtime.js';
export { postgresRuntimeStores } from './runtime/postgres-stores.js';
export { serviceLogger } from './runtime/logger.js';
export { systemClock } from './runtime/system-clock.js';
export { uuids } from './runtime/uuids.js';
export {
  type ProvisionedDatabase,
  type ReaderOptions,
  allowReplication,
  grant,
  provision,
  provisionReader,
} from './provision.js';
export { WithoutDeadline } from './http/deadline.js';
export { isUnanswered } from './http/unanswered.js';
export * from './service-app.js';
export * from './service-document.js';
export * from './settings.js';
export { APPEND_ONLY_TABLES, READ_ONLY_TABLES } from './write-rights.js';
