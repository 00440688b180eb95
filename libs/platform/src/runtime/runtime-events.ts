import { codeOf } from '@waybill/kernel';
import type { Metrics } from '@waybill/observability';
import type { Logger } from 'pino';
import type { RuntimeEvents } from './compose-runtime.js';
import type { IdleMemory } from './idle-memory.js';

/** Counts and logs the events of a runtime, and resets the idle timer of the memory on commits. */
export function observed(metrics: Metrics, logger: Logger, memory: IdleMemory): RuntimeEvents {
  return {
    committed({ batchSize, ms }) {
      metrics.batches.observe(ms / 1_000);
      metrics.batchSize.observe(batchSize);
      memory.busy();
    },
    message(outcome, type, ms, error) {
      metrics.messages.inc({ type, outcome });
      if (outcome === 'handled') metrics.handling.observe({ type }, ms / 1_000);
      if (outcome === 'dead-lettered')
        logger.error({ err: error, type, code: codeOf(error) }, 'message dead-lettered');
      if (outcome === 'retried')
        logger.warn({ err: error, type, code: codeOf(error) }, 'message failed; retrying');
    },
    published: (messages) => metrics.published.inc(messages),
    relayFailed(error) {
      metrics.relayErrors.inc();
      logger.warn({ err: error }, 'publishing the outbox failed; retrying');
    },
    effectFailed({ kind, key, attempt }, error) {
      metrics.effectFailures.inc({ kind });
      logger.warn({ err: error, kind, key, attempt }, 'effect failed; retrying');
    },
    readingReactionsFailed: (error) =>
      logger.warn({ err: error }, 'reading pending reactions failed; retrying'),
    readingEffectsFailed: (error) => logger.warn({ err: error }, 'reading due effects failed; retrying'),
    redriven: (outcome) => metrics.redrives.inc({ outcome }),
    partitionStopped({ topic, partition, offset, error }) {
      const at = { topic, partition, offset };
      logger.error(
        at,
        `${topic}/${partition} is stopped: the records from offset ${offset} on cannot be decoded: ${error.message}. Later messages of this partition wait; docs/runbook.md says what to do`,
      );
    },
    partitionResumed: ({ topic, partition }) =>
      logger.info({ topic, partition }, `${topic}/${partition} goes on`),
  };
}
