import type { COMPATIBILITY } from '@kafkajs/confluent-schema-registry';
import { DomainError, type Timers, within } from '@waybill/kernel';
import type { SchemaRegistry } from '../schema-ids.js';
import { schemaRegistryErrors } from '../messaging.errors.js';

export interface ConfluentRegistryOptions {
  /** URL up to `/subjects`, with user and password if needed. */
  readonly url: string;
  /** Compatibility rule for subjects that have none yet. */
  readonly compatibility: keyof typeof COMPATIBILITY;
  readonly clientId: string;
  readonly timers: Timers;
}

const ANSWER_WITHIN_MS = 20_000;

/** A schema registry with Confluent's REST API. */
export async function confluentRegistry(options: ConfluentRegistryOptions): Promise<SchemaRegistry> {
  const { url, compatibility, clientId, timers } = options;
  const { origin, pathname, username, password } = new URL(url);
  const host = (origin + pathname).replace(/\/$/, '');
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  // Loaded on demand: most services run without it, and it loads Avro and Protobuf.
  const { SchemaRegistry: Client, SchemaType } = await import('@kafkajs/confluent-schema-registry');
  const client = new Client(
    { host, clientId, ...(username && { auth }) },
    // Only checks that it is a valid JSON Schema; formats are not needed.
    { [SchemaType.JSON]: { strict: false, validateFormats: false } as object },
  );
  async function register(subject: string, schema: object, rule: string, again = false): Promise<number> {
    const json = { type: SchemaType.JSON, schema: JSON.stringify(schema) } as const;
    const options = { subject, compatibility: rule as COMPATIBILITY };
    try {
      return (await within(timers, ANSWER_WITHIN_MS, client.register(json, options))).id;
    } catch (error) {
      const own = ruleOf(error as Error);
      if (own && own !== rule) return register(subject, schema, own);
      // When services start at the same time, one of them sets the rule. The errors of the others say nothing about the schema.
      if (!again && (error as Refusal).status === 409) return register(subject, schema, rule, true);
      throw problemOf(error as Refusal, host, subject);
    }
  }
  return { register: (subject, schema) => register(subject, schema, compatibility) };
}

/** The client refuses a subject with another rule, but only the operator may change the rule of a subject. */
function ruleOf({ name, message }: Error): string | undefined {
  if (name !== 'ConfluentSchemaRegistryCompatibilityError') return undefined;
  return /!= ([A-Z_]+)\)$/.exec(message)?.[1];
}

/** Error of the client. `status` is 400 even if there was no response. */
interface Refusal extends Error {
  readonly status?: number;
}

function problemOf({ message, status }: Refusal, host: string, subject: string): DomainError {
  const said = message.replace(/^\S+ - /, '');
  switch (status) {
    case 401:
    case 403:
      return new DomainError(
        schemaRegistryErrors.SCHEMA_REGISTRY_FORBIDDEN,
        `the schema registry at ${host} does not permit registering schemas (${status}): set SCHEMA_REGISTRY_URL with a user that may, https://user:password@host`,
      );
    case 404:
    case 405:
      return new DomainError(
        schemaRegistryErrors.SCHEMA_REGISTRY_UNKNOWN,
        `${host} is not a schema registry (${status}): SCHEMA_REGISTRY_URL must be the URL before /subjects, for Apicurio ending with /apis/ccompat/v7`,
      );
    case 409:
      return new DomainError(
        schemaRegistryErrors.SCHEMA_REFUSED,
        `the schema registry at ${host} refuses the new schema of ${subject}, because consumers with the previous schema could not read it (${said}): revert the change (npm run contracts:check shows it), or, when every consumer is ready, allow it with PUT ${host}/config/${subject} {"compatibility": "NONE"}, and reset that after the start`,
      );
    default:
      return /ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ETIMEDOUT|socket|no response within/.test(said)
        ? new DomainError(
            schemaRegistryErrors.SCHEMA_REGISTRY_AWAY,
            `no schema registry answers at ${host} (${said.replace(/^.*?: /, '')}): start it, correct SCHEMA_REGISTRY_URL, or unset it to run without a registry`,
          )
        : new DomainError(
            schemaRegistryErrors.SCHEMA_REGISTRY_FAILED,
            `the schema registry at ${host} could not register ${subject}: ${said}`,
          );
  }
}
