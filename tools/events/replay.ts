import { type Replayed, type ServiceApp, replay } from '@waybill/platform';
import { allApps } from '@waybill/shop';

const APPS = await allApps();
const groupOf = ({ name, group = `waybill.${name}` }: ServiceApp): string => group;

export interface Asked {
  readonly consumer: string;
  readonly from: string;
  readonly dryRun: boolean;
  readonly accept: boolean;
  readonly by: string;
}

/** Replays the service with this consumer group, with the settings of the environment. Throws errors that say what to do. */
export function replayed({ consumer, from, dryRun, accept, by }: Asked): Promise<Replayed> {
  const app = APPS.find((candidate) => groupOf(candidate) === consumer);
  const known = APPS.filter(({ view }) => view).map(groupOf);
  if (!app)
    throw new Error(`no service has the consumer group ${consumer}; groups with a view: ${known.join(', ')}`);
  return replay(app, { from: placeOf(from), dryRun, accept, by });
}

/** A number is an offset, anything else a timestamp. */
function placeOf(text: string): Date | number {
  if (/^\d+$/.test(text)) return Number(text);
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new Error(
      `--from ${text} is neither a time (2026-03-01T12:00:00Z) nor an offset (0: everything in the topics)`,
    );
  return instant;
}

/** Describes the result as text. */
export function reportOf(done: Replayed, dryRun: boolean): string {
  const { name, topics, records, outcomes, tables, failures, withheld, replaced } = done;
  const count = (outcome: keyof typeof outcomes) => outcomes[outcome] ?? 0;
  const smaller = tables.filter(({ before, after }) => after < before);
  return [
    `${name} read ${records} messages of ${topics.join(', ')}`,
    `  ${count('handled')} handled, ${count('duplicate')} duplicates, ${count('skipped')} of types that it does not handle, ${failures.length} failed`,
    `  ${withheld.messages} messages and ${withheld.calls} calls of its handlers were suppressed`,
    ...tables.map(({ table, before, after }) => `  ${table}: ${before} rows before, ${after} after`),
    ...failures
      .slice(0, 10)
      .map(
        ({ consumer, messageId, type, errorCode, errorMessage }) =>
          `  ${type} ${messageId} at ${consumer}: ${errorCode}: ${errorMessage}`,
      ),
    ...(failures.length > 10 ? [`  and ${failures.length - 10} more`] : []),
    replaced
      ? 'The view was replaced. Start the service again: it continues at its offset, and skips messages that are already claimed.'
      : dryRun
        ? 'Nothing was changed (--dry-run).'
        : `Nothing was changed: ${[failures.length > 0 ? 'messages failed' : '', smaller.length > 0 ? `${smaller.map(({ table }) => table).join(', ')} would have fewer rows` : ''].filter(Boolean).join(', ')}. Use --accept to replace the view anyway.`,
  ].join('\n');
}
