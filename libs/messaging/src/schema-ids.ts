import type { MessageType } from '@waybill/kernel';
import type { Publisher } from '@waybill/outbox';

/** A schema registry for software that does not read this repository. */
export interface SchemaRegistry {
  /** Returns the id of the schema, which stays the same while the schema does. Throws a DomainError that says what to do. */
  register(subject: string, schema: object): Promise<number>;
}

type Named = Pick<MessageType, 'topic' | 'type' | 'version'>;

/** Ids of the message schemas in a registry; none until they are registered. */
export class SchemaIds {
  private readonly ids = new Map<string, number>();

  /** Registers the newest schema of each message, the only one that this process writes. */
  async register(types: Iterable<MessageType>, registry: SchemaRegistry): Promise<void> {
    await Promise.all(
      [...types].map(async (message) => {
        // Draft-07, because few registries know 2020-12.
        const schema = message.schemas?.('draft-07').get(message.version);
        if (!schema) return;
        const id = await registry.register(`${message.topic}-${message.type}`, schema);
        this.ids.set(nameOf(message), id);
      }),
    );
  }

  /** Wraps a publisher: names the schema of each message in its headers. */
  named(publisher: Publisher): Publisher {
    return {
      publish: (records, timeoutMs) =>
        publisher.publish(
          this.ids.size === 0 ? records : records.map((record) => this.withId(record)),
          timeoutMs,
        ),
    };
  }

  private withId<Record extends Named>(record: Record): Record {
    const schemaId = this.ids.get(nameOf(record));
    return schemaId === undefined ? record : { ...record, schemaId };
  }
}

function nameOf({ topic, type, version }: Named): string {
  return `${topic} ${type} ${version}`;
}
