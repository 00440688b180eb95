import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface Response {
  readonly status: number;
  readonly body: string;
}

/** A lean HTTP client: what the client burns is missing to the services on the same machine. */
export class LoadClient {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    private readonly token: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, body: string, idempotencyKey: string): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': idempotencyKey,
    };
    return this.send('POST', path, headers, body);
  }

  get(path: string): Promise<Response> {
    return this.send('GET', path, {});
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, headers: OutgoingHttpHeaders, body?: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      const options = {
        ...{ method, agent: this.agent },
        headers: { authorization: `Bearer ${this.token}`, ...headers },
      };
      const call = request(this.url + path, options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      call.once('error', reject);
      call.end(body);
    });
  }
}
