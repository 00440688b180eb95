import { eventually } from '@waybill/testing';

/** A fetch that asks again, under the same key, while nobody answers or the service cannot. */
export function insist(request: Request): Promise<Response> {
  return eventually(
    async () => {
      const response = await fetch(request.clone());
      if (response.status >= 500) throw new Error(`${response.status}: ${await response.text()}`);
      return response;
    },
    { within: 120_000, every: 200 },
  );
}
