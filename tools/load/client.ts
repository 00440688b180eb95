import { Agent, request } from 'node:http';

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
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': idempotencyKey,
      };
      const call = request(this.url + path, { method: 'POST', agent: this.agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      call.once('error', reject);
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
