import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
  readonly required?: readonly string[];
}

interface Answer {
  readonly status?: number;
  readonly body: object;
}

interface Subject {
  rule?: string | undefined;
  readonly ids: number[];
}

/**
 * A schema registry as Confluent's REST specification describes it, as far as registering goes. Of compatibility it knows that
 * readers of the last schema need its required properties, and the types of those that are left.
 */
export class StandInRegistry {
  readonly subjects = new Map<string, Subject>();
  /** In the order of their ids, which begin at 1. */
  readonly schemas: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** With `user` (`name:password`) it requires these credentials. */
  static async start({ user }: { user?: string } = {}): Promise<StandInRegistry> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const registry = new StandInRegistry(server, `http://127.0.0.1:${port}`);
    const wanted = user && `Basic ${Buffer.from(user).toString('base64')}`;
    server.on('request', (request, response) => {
      const locked = wanted !== undefined && request.headers.authorization !== wanted;
      const answer = locked ? Promise.resolve(error(401, 401, 'Unauthorized')) : registry.answer(request);
      void answer.then(({ status = 200, body }) =>
        response
          .writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
          .end(JSON.stringify(body)),
      );
    });
    return registry;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    if (this.server.listening) await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const path = (request.url ?? '').split('?')[0]!.split('/').slice(1).map(decodeURIComponent);
    const [room, name = '', last = ''] = path;
    const body = request.method === 'GET' ? {} : ((await json(request)) as Record<string, string>);
    switch (`${request.method} ${room}/${room === 'schemas' ? name : last}`) {
      case 'GET config/':
        return this.rule(name);
      case 'PUT config/':
        this.subject(name).rule = body['compatibility'];
        return { body };
      case 'POST subjects/versions':
        return this.register(name, body['schema']!);
      case 'GET schemas/ids':
        return this.schema(Number(last));
      default:
        return error(404, 404, 'HTTP 404 Not Found');
    }
  }

  private rule(subject: string): Answer {
    const rule = this.subjects.get(subject)?.rule;
    return rule
      ? { body: { compatibilityLevel: rule } }
      : error(404, 40408, `Subject '${subject}' does not have subject-level compatibility configured`);
  }

  private register(name: string, schema: string): Answer {
    const { ids, rule } = this.subject(name);
    const known = this.schemas.indexOf(schema) + 1;
    if (ids.includes(known)) return { body: { id: known } };
    const last = this.schemas[(ids.at(-1) ?? 0) - 1];
    const broken =
      last !== undefined && rule !== undefined && rule !== 'NONE' ? flawOf(last, schema) : undefined;
    if (broken)
      return error(409, 409, `Schema being registered is incompatible with an earlier schema: ${broken}`);
    const id = known || this.schemas.push(schema);
    ids.push(id);
    return { body: { id } };
  }

  private schema(id: number): Answer {
    const schema = this.schemas[id - 1];
    return schema ? { body: { schemaType: 'JSON', schema } } : error(404, 40403, 'Schema not found');
  }

  private subject(name: string): Subject {
    const subject = this.subjects.get(name) ?? { ids: [] };
    this.subjects.set(name, subject);
    return subject;
  }
}

function flawOf(last: string, next: string): string | undefined {
  const [reader, writer] = [JSON.parse(last) as Schema, JSON.parse(next) as Schema];
  const lost = reader.required?.find((name) => !writer.required?.includes(name));
  if (lost) return `${lost} is not required any more`;
  const types = Object.entries(reader.properties ?? {});
  const changed = types.find(([name, { type }]) => (writer.properties?.[name]?.type ?? type) !== type);
  return changed && `the type of ${changed[0]} has changed`;
}

function error(status: number, code: number, message: string): Answer {
  return { status, body: { error_code: code, message } };
}
