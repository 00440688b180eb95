import { type IncomingMessage, type RequestOptions, request as http } from 'node:http';
import { request as https } from 'node:https';
import { boundedJson } from '@waybill/kernel';
import Stripe from 'stripe';
import { z } from 'zod';

/** More than the largest page of a list. */
const MOST_BYTES = 20 * 1_024 * 1_024;

/** What the SDK reads of an error without a check of its own. */
const refused = z.looseObject({ error: z.looseObject({ type: z.string() }) });
const answered = z.union([
  z.looseObject({
    object: z.enum(['list', 'search_result']),
    data: z.array(z.looseObject({ id: z.string() })),
  }),
  z.looseObject({ id: z.string(), object: z.string(), error: z.undefined().optional() }),
]);

/**
 * The HTTP client of the SDK. It hands over a response only if it is the JSON object that Stripe’s API promises for its status, so a page
 * of a proxy is a failed call like a timeout, whatever its status. `timeout` bounds the whole call, however slowly bytes arrive. A call is
 * one request: the errors have no code that makes the SDK send it again.
 */
export class StripeHttpClient extends Stripe.HttpClient {
  override getClientName(): string {
    return 'waybill';
  }

  override async makeRequest(
    ...[host, port, path, method, headers, body, protocol, timeout]: Parameters<
      Stripe.HttpClient['makeRequest']
    >
  ): ReturnType<Stripe.HttpClient['makeRequest']> {
    const signal = AbortSignal.timeout(timeout);
    const target = { host, port, path, method, headers: headers as RequestOptions['headers'], signal };
    try {
      const response = await send(protocol === 'http' ? http : https, target, body);
      return new StripeResponse(response, objectIn(response, await boundedJson(response, MOST_BYTES)));
    } catch (error) {
      throw signal.aborted ? Stripe.HttpClient.makeTimeoutError() : failure(error as Error);
    }
  }
}

class StripeResponse extends Stripe.HttpClientResponse {
  constructor(
    private readonly response: IncomingMessage,
    private readonly body: object,
  ) {
    super(response.statusCode ?? 0, response.headers as Record<string, string>);
  }

  override getRawResponse(): IncomingMessage {
    return this.response;
  }

  override toJSON(): Promise<object> {
    return Promise.resolve(this.body);
  }
}

function send(request: typeof http, options: RequestOptions, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(options, resolve);
    call.on('error', reject);
    call.end(body);
  });
}

function objectIn({ statusCode = 0, headers }: IncomingMessage, body: unknown): object {
  const expected = statusCode < 400 ? answered : refused;
  if (expected.safeParse(body).success) return body as object;
  const type = headers['content-type'] ?? 'no content type';
  throw new Error(`the response with status ${statusCode} and ${type} is not an object of Stripe’s API`);
}

/** Without the code of the cause: after ECONNRESET and EPIPE the SDK would send the request a second time. */
function failure(cause: Error): Error {
  const { code } = cause as { code?: string };
  return new Error([cause.message, code].filter(Boolean).join(', '), { cause });
}
