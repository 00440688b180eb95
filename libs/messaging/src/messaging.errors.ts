import { defineErrors } from '@waybill/kernel';

export const messagingErrors = defineErrors({
  BAD_HEADERS: { status: 422, description: 'A header of the message is missing or malformed.' },
  BAD_JSON: { status: 400, description: 'The body is not valid JSON.' },
  BAD_TEXT: {
    status: 400,
    description:
      'The URL, the body or the message contains text that is not valid Unicode in UTF-8, or U+0000, or a value that the database cannot hold.',
  },
  UNKNOWN_TYPE: { status: 422, description: 'No contract describes the type of the message.' },
  UNKNOWN_VERSION: { status: 422, description: 'The type of the message has no such version.' },
  UNDELIVERABLE: {
    status: 422,
    description: 'The broker delivered the message many times, and the consumer process died each time.',
  },
  KEY_PARKED: {
    status: 409,
    description: 'An earlier message of the same key is a dead letter. Redrive or discard that one first.',
  },
  NO_HANDLER: { status: 422, description: 'The consumer of the dead letter no longer handles its type.' },
  MESSAGE_ID_FIXED: { status: 422, description: 'An edit must not change the id of the message.' },
  MESSAGE_HEADER_FIXED: {
    status: 422,
    description: 'An edit must not change the type, tenant or key of the message.',
  },
  DEAD_LETTER_CLOSED: { status: 409, description: 'The dead letter was redriven or discarded.' },
  DEAD_LETTER_DISCARDED: { status: 409, description: 'The dead letter was discarded.' },
  DEAD_LETTER_REDRIVEN: { status: 409, description: 'The dead letter was redriven.' },
});

export const schemaRegistryErrors = defineErrors({
  SCHEMA_REGISTRY_AWAY: { status: 422, description: 'The schema registry is not available.' },
  SCHEMA_REGISTRY_FORBIDDEN: { status: 422, description: 'The schema registry refuses the credentials.' },
  SCHEMA_REGISTRY_UNKNOWN: {
    status: 422,
    description: 'SCHEMA_REGISTRY_URL is not the address of a schema registry.',
  },
  SCHEMA_REGISTRY_FAILED: { status: 422, description: 'The schema registry could not register a schema.' },
  SCHEMA_REFUSED: {
    status: 422,
    description: 'The schema registry refuses a schema that is incompatible with the last one.',
  },
});
