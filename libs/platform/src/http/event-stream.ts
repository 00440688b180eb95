import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const STREAMS_EVENTS = 'waybill:streams-events';

export interface StreamedEvents {
  /** What the id of an event is. */
  readonly id: string;
  /** What the name of an event is. */
  readonly event: string;
  /** Its data, which is sent as JSON. */
  readonly data: z.ZodType;
  /** A piece of the stream. */
  readonly example: string;
}

/** Documents the events of a route with `@Sse` for OpenAPI. */
export const StreamsEvents = (events: StreamedEvents) => SetMetadata(STREAMS_EVENTS, events);
