import { eventually } from '@waybill/testing';

/** Retries the request, with the same idempotency key, after a network error or a 5xx response. */
export function fetchWithRetry(request: Request): Promise<Response> {
  return eventually(
    async () => {
      const response = await fetch(request.clone());
      if (response.status >= 500) throw new Error(`${response.status}: ${await response.text()}`);
      return response;
    },
    { within: 120_000, every: 200 },
  );
}
