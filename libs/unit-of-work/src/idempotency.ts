import { type Context, DomainError } from '@waybill/kernel';
import { idempotencyKeys } from './tables.js';
import type { LoadRequest } from './session.js';
import { type TransactionWork, type UnitOfWork, toLoad } from './unit-of-work.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

/** Thrown to drop the handler's writes and return the stored response instead. */
class Replay extends Error {
  constructor(readonly answer: unknown) {
    super('answered before');
  }
}

/**
 * Runs `work` once per key and stores its result, which must be plain JSON, in the same transaction. A repeated request gets the
 * stored result. `work` runs in any case and is dropped on a replay, so that the key and its rows are loaded in one round.
 */
export async function onceOnly<Result>(
  context: Context,
  work: TransactionWork<Result>,
  run: (work: TransactionWork<unknown>, key: LoadRequest) => Promise<unknown>,
): Promise<Result> {
  const { scope, fingerprint, onReplay } = context.idempotency!;
  const { isFingerprint = (stored) => stored === fingerprint } = context.idempotency!;
  try {
    const result = await run(
      async (tx) => {
        const [known, outcome] = await Promise.all([
          tx.load(idempotencyKeys, { scope }),
          work(tx).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          ),
        ]);
        if (known && !isFingerprint(known.fingerprint)) {
          throw new DomainError(
            unitOfWorkErrors.IDEMPOTENCY_KEY_REUSED,
            'this Idempotency-Key was used before with another request: send a new key, or the same request',
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

/** Replaces the stored response: the caller waited for the outcome and received a newer one than the handler stored. */
export async function replaceStoredResponse(
  unitOfWork: UnitOfWork,
  { idempotency, act: _, ...context }: Context,
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
