import type { ErrorType } from '@waybill/kernel';

/** A refusal that only a test knows; rules of a service declare theirs with `defineErrors`. */
export function refusal(code: string): ErrorType {
  return { code, status: 422, description: 'A test refuses.' };
}
