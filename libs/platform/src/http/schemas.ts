import { hash } from 'node:crypto';
import { Controller, Get, Header, HttpCode, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError, type MessageType, commonErrors } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from './access.js';
import { pathPart } from './inputs.js';
import { IF_NONE_MATCH } from './preconditions.js';
import { Refuses } from './refuses.js';
import { NeedsNothing } from './started.guard.js';

interface ServedSchema {
  readonly text: string;
  readonly etag: string;
}

/** The JSON Schemas of the messages, by type and version. */
export class Schemas {
  private readonly served = new Map<string, ServedSchema>();

  constructor(private readonly types: ReadonlyMap<string, MessageType>) {}

  /** Every message with its versions, by name. */
  list(): object[] {
    const types = [...this.types.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
    return types.flatMap(({ type, topic, version: newest, schemas }) =>
      [...(schemas?.().keys() ?? [])].map((version) => {
        const schema = `/schemas/${type}/${version}`;
        return { type, version, topic, schema, deprecated: version < newest };
      }),
    );
  }

  /** Throws NOT_FOUND, which lists the existing versions. */
  find(type: string, version: string): ServedSchema {
    const name = `${type}/${version}`;
    const known = this.served.get(name);
    if (known) return known;
    const schemas = this.types.get(type)?.schemas?.();
    if (!schemas)
      throw new DomainError(
        commonErrors.NOT_FOUND,
        `There is no message type ${type}. GET /schemas lists all types.`,
      );
    const schema = /^[1-9]\d*$/.test(version) ? schemas.get(Number(version)) : undefined;
    if (!schema) {
      const versions = [...schemas.keys()].join(', ');
      throw new DomainError(
        commonErrors.NOT_FOUND,
        `${type} has no version ${version}. Versions: ${versions}.`,
      );
    }
    const text = JSON.stringify(schema);
    const found = { text, etag: `"${hash('sha256', text, 'hex').slice(0, 32)}"` };
    this.served.set(name, found);
    return found;
  }
}

const messageType = pathPart('order.placed');
const messageVersion = pathPart('1');
const listView = z
  .object({
    items: z.array(
      z.object({
        type: z.string(),
        version: z.int(),
        topic: z.string(),
        schema: z.string().meta({ description: 'Path of the JSON Schema' }),
        deprecated: z.boolean().meta({ description: 'Whether a newer version exists' }),
      }),
    ),
  })
  .meta({
    id: 'MessageSchemas',
    example: {
      items: [
        {
          type: 'order.placed',
          version: 1,
          topic: 'order.events',
          schema: '/schemas/order.placed/1',
          deprecated: false,
        },
      ],
    },
  });

const SCHEMA_EXAMPLE = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { sku: { type: 'string' } },
  required: ['sku'],
};

/** Serves the schemas to which the header `ce_dataschema` of messages points. */
@Controller('schemas')
@Access('public', 'none')
@ApiTags('schemas')
export class SchemasController {
  constructor(private readonly schemas: Schemas) {}

  @Get()
  @NeedsNothing()
  @ApiOperation({
    summary: 'Lists the message types with their versions',
    description:
      '`schema` is the path of the JSON Schema. Versions older than the current one are marked `deprecated`.',
  })
  @ApiOkResponse({ standardSchema: listView })
  listSchemas(): { items: object[] } {
    return { items: this.schemas.list() };
  }

  @Get(':type/:version')
  @NeedsNothing()
  @HttpCode(200)
  // A version only gets additional optional fields, so clients may cache it for a day.
  @Header('cache-control', 'public, max-age=86400, immutable')
  @ApiOperation({
    summary: 'Returns the JSON Schema of a message version',
    description:
      'JSON Schema draft 2020-12 of the data of the message. With `If-None-Match`, returns 304 if it has not changed.',
  })
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({
    content: { 'application/schema+json': { schema: { type: 'object', example: SCHEMA_EXAMPLE } } },
  })
  @ApiNotModifiedResponse()
  @Refuses(commonErrors.NOT_FOUND)
  getSchema(
    @Param('type', { schema: messageType }) type: string,
    @Param('version', { schema: messageVersion }) version: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { text, etag } = this.schemas.find(type, version);
    void reply.header('etag', etag).type('application/schema+json');
    return text;
  }
}
