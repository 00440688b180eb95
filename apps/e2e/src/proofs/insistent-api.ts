import { type Answer, Api, type CallOptions, eventually } from '@waybill/testing';

/** A client that asks again, under the same key, while nobody answers or the service cannot. */
export class InsistentApi extends Api {
  override call<Body>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>> {
    return eventually(
      async () => {
        const answer = await super.call<Body>(method, path, options);
        if (answer.status >= 500) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
        return answer;
      },
      { within: 120_000, every: 200 },
    );
  }
}
