import { type Context, DomainError } from '@waybill/kernel';
import { idempotencyKeys } from './tables.js';
import type { LoadRequest } from './session.js';
import { type Act, type UnitOfWork, toLoad } from './unit-of-work.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

/** Carries the recorded answer past the act, whose writes are dropped with it. */
class Replay extends Error {
  constructor(readonly answer: unknown) {
    super('answered before');
  }
}

/**
 * Runs the act once per key and records its result, which must be plain JSON, in the act's own transaction; a repeated call
 * gets the recorded result. Key and states are loaded in one round: the act is decided in any case and dropped on a replay.
 */
export async function onceOnly<Result>(
  context: Context,
  act: Act<Result>,
  run: (act: Act<unknown>, key: LoadRequest) => Promise<unknown>,
): Promise<Result> {
  const { scope, fingerprint, onReplay } = context.idempotency!;
  try {
    const result = await run(
      async (tx) => {
        const [known, outcome] = await Promise.all([
          tx.load(idempotencyKeys, { scope }),
          act(tx).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          ),
        ]);
        if (known && known.fingerprint !== fingerprint) {
          throw new DomainError(
            unitOfWorkErrors.IDEMPOTENCY_KEY_REUSED,
            'this Idempotency-Key came with another body before',
          );
        }
        if (known) throw new Replay(known.answer);
        if ('error' in outcome) throw outcome.error;
        tx.save(idempotencyKeys, { scope, fingerprint, answer: outcome.value ?? null, createdAt: tx.at });
        return outcome.value;
      },
      toLoad(idempotencyKeys, { scope }),
    );
    return result as Result;
  } catch (error) {
    if (!(error instanceof Replay)) throw error;
    onReplay?.();
    return error.answer as Result;
  }
}

/** The caller waited and was answered something newer than what its act recorded: that is the first answer from now on. */
export async function answerInstead(
  unitOfWork: UnitOfWork,
  { idempotency, ...context }: Context,
  messageId: string,
  answer: unknown,
): Promise<void> {
  if (!idempotency) return;
  const key = { scope: idempotency.scope };
  await unitOfWork.run(
    { ...context, messageId, consumer: 'http.answer' },
    async (tx) => {
      const row = await tx.load(idempotencyKeys, key);
      if (row) tx.save(idempotencyKeys, { ...row, answer });
    },
    [toLoad(idempotencyKeys, key)],
  );
}
