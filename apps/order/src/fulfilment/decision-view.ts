import type { EventMetadata } from '@waybill/event-store';
import type { KeptDecision } from '@waybill/saga';
import { z } from 'zod';

/** The fields of a stored event that describe the decision. */
interface Recorded {
  readonly type: string;
  readonly version: number;
  readonly at: Date;
  readonly metadata: EventMetadata;
}

export const decisionView = z.object({
  given: z.string().meta({ description: 'Name of the command, or type of the message' }),
  at: z.iso.datetime().nullable(),
  by: z.string().nullable().meta({ description: 'User on whose behalf it was sent' }),
  answers: z.string().optional().meta({ description: 'The command of the saga that the message answers' }),
  attempt: z.int().optional().meta({ description: 'Which sending of that command, unless it was the first' }),
  input: z.record(z.string(), z.unknown()).nullable().meta({
    description: 'What it was decided by, with personal data named by the id of its row',
  }),
  code: z.string().nullable().meta({ description: 'Version of the code that decided' }),
  events: z.array(z.string()).meta({ description: 'Types of the events that the order recorded' }),
  sent: z.array(z.string()).meta({ description: 'Commands that the saga sent' }),
  refused: z.string().optional().meta({ description: 'Code of the error: nothing was changed' }),
  dropped: z.int().optional().meta({ description: 'How many decisions before this one are no longer kept' }),
});
type DecisionView = z.infer<typeof decisionView>;

/** Lists the decisions with their inputs. An input is stored with the decision, or with the first event that it recorded. */
export function decisionsOf(
  decisions: readonly KeptDecision[],
  events: readonly Recorded[],
): readonly DecisionView[] {
  return decisions.map(({ kept, version, sent = [], ...decision }) => {
    const common = { ...decision, sent: [...sent] };
    if (kept) {
      const { input, at, by = null, code } = kept;
      return { ...common, at, by, input: { ...input }, code, events: [] };
    }
    const first = events[version];
    const recorded = events
      .slice(version)
      .filter(({ metadata }) => metadata.causationId === first?.metadata.causationId);
    return {
      ...common,
      at: first?.at.toISOString() ?? null,
      by: first?.metadata.userId ?? null,
      input: { ...first?.metadata.command?.input },
      code: first?.metadata.command?.code ?? null,
      events: recorded.map(({ type }) => type),
    };
  });
}
