import type { Schema } from './waybill.js';

/** What every service answers to what it refuses. */
export type Problem = Schema<'order', 'Problem'>;

/** A call was refused. Decide by `code`; `problem` is the whole answer, absent where something before the service gave it. */
export class WaybillError extends Error {
  override readonly name = 'WaybillError';
  readonly code: string;

  constructor(
    readonly status: number,
    readonly problem?: Problem,
  ) {
    super(problem ? `${status} ${problem.code}: ${problem.detail}` : `${status}, and no problem says why`);
    this.code = problem?.code ?? `HTTP_${status}`;
  }
}

/** What a call resolves to. */
export type Answer<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/** The body of a good answer. Throws WaybillError otherwise; whoever expects a refusal reads `error` of the answer instead. */
export async function orThrow<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  const isProblem = typeof error === 'object' && error !== null && 'code' in error;
  throw new WaybillError(response.status, isProblem ? (error as Problem) : undefined);
}
