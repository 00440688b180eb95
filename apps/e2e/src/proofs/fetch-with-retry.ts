import { eventually } from '@waybill/testing';

/** A fetch that retries with the same key while there is no response, or a 5xx. */
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
