import { isUtf8 } from 'node:buffer';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { DomainError, hasOnlyText } from '@waybill/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decompressBody } from './decompression.js';
import { platformErrors } from './platform.errors.js';
import { badText } from './text.js';

const KIB = 1_024;
/** The largest body in bytes: an order of a thousand lines has half of it. */
const MOST_BYTES = 256 * KIB;
/** Of routes with `TakesLargeBody`. */
const MOST_LARGE_BYTES = 1_024 * KIB;
/** Our deepest body has six levels. */
export const MOST_LEVELS = 32;

/** The route takes bodies of up to 1 MiB instead of 256 KiB. */
export const TakesLargeBody = () => RouteConfig({ largeBody: true });

/** Decompresses bodies, limits their size and nesting, and refuses what is not text. Call it before routes are registered. */
export function limitBodies(nest: NestFastifyApplication, fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { largeBody = false } = (route.config ?? {}) as { largeBody?: boolean };
    route.bodyLimit ??= largeBody ? MOST_LARGE_BYTES : MOST_BYTES;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  nest.useBodyParser('application/json', {}, (request, body, done) => {
    decompressBody(request as FastifyRequest, body, (error, json) => {
      const refusal = error ?? refusalOf(json);
      // The types say text and HTTP/1; it decodes a buffer itself, and does not read the request.
      if (refusal) done(refusal);
      else
        void parse(
          request as FastifyRequest,
          json as unknown as string,
          mayContainEscapes(json) ? onlyText(done) : done,
        );
    });
  });
}

const ESCAPE = Buffer.from(String.raw`\u`);

/** Whether JSON in UTF-8 may contain other than text: only as an escape. */
const mayContainEscapes = (json: Buffer): boolean => json.includes(ESCAPE);

function refusalOf(body: Buffer): DomainError | undefined {
  if (isDeeperThan(body, MOST_LEVELS)) return tooDeep('The body');
  return isUtf8(body) ? undefined : badText('The body');
}

const tooDeep = (what: string): DomainError =>
  new DomainError(platformErrors.BODY_TOO_DEEP, `${what} is nested more than ${MOST_LEVELS} levels deep.`);

/** Parses JSON of a sender, such as a line of a feed, by the rules of bodies. Throws BODY_TOO_DEEP, BAD_JSON and BAD_TEXT. */
export function parseJson(what: string, json: string): unknown {
  if (isDeeperThan(Buffer.from(json), MOST_LEVELS)) throw tooDeep(what);
  const value = parsed(what, json);
  if (hasOnlyText(value)) return value;
  throw badText(what);
}

function parsed(what: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new DomainError(platformErrors.BAD_JSON, `${what} is not valid JSON: ${(error as Error).message}`);
  }
}

type Parsed = (error: Error | null, value?: unknown) => void;

const onlyText =
  (done: Parsed): Parsed =>
  (error, value) =>
    done(error ?? (hasOnlyText(value) ? null : badText('The body')), value);

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [ARRAY, OBJECT] = [0x5b, 0x7b];
/** The closing bracket is the second character after the opening one. */
const CLOSE = 2;

/**
 * Whether JSON is nested deeper than `most` levels. It is read before it is parsed, because deep JSON costs its parser and everything
 * after it a hundred times more than flat JSON. For invalid JSON the result does not matter.
 */
export function isDeeperThan(json: Uint8Array, most: number): boolean {
  let level = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) at = endOfString(json, at + 1);
    else if (byte === ARRAY || byte === OBJECT) {
      if (++level > most) return true;
    } else if (byte === ARRAY + CLOSE || byte === OBJECT + CLOSE) level--;
  }
  return false;
}

function endOfString(json: Uint8Array, start: number): number {
  let at = start;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
