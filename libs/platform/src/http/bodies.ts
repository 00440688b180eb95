import { isUtf8 } from 'node:buffer';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { DomainError, hasOnlyText } from '@waybill/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decompressBody } from './decompression.js';
import { isDeeperThan, repeatedMember } from './json-scan.js';
import { platformErrors } from './platform.errors.js';
import { shortened } from './problem.js';
import { badText } from './text.js';

const KIB = 1_024;
/** The largest body in bytes: an order of a thousand lines has half of it. */
const MOST_BYTES = 256 * KIB;
/** Of routes with `TakesLargeBody`. */
const MOST_LARGE_BYTES = 1_024 * KIB;
/** Our deepest body has six levels. */
const MOST_LEVELS = 32;

/** The route takes bodies of up to 1 MiB instead of 256 KiB. */
export const TakesLargeBody = () => RouteConfig({ largeBody: true });

/** Decompresses bodies, limits their size and nesting, and refuses what is not text or has a member twice. Call it before routes are registered. */
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
      else void parse(request as FastifyRequest, json as unknown as string, checked(json, done));
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

/** Parses JSON of a sender, such as a line of a feed, by the rules of bodies. Throws BODY_TOO_DEEP, BAD_JSON, BAD_TEXT and FIELD_REPEATED. */
export function parseJson(what: string, json: string): unknown {
  const bytes = Buffer.from(json);
  if (isDeeperThan(bytes, MOST_LEVELS)) throw tooDeep(what);
  const value = parsed(what, json);
  const refusal = hasOnlyText(value) ? refusalOfRepeated(what, bytes) : badText(what);
  if (refusal) throw refusal;
  return value;
}

function refusalOfRepeated(what: string, json: Buffer): DomainError | undefined {
  const name = repeatedMember(json);
  if (name === undefined) return undefined;
  return new DomainError(
    platformErrors.FIELD_REPEATED,
    `${what} has the field ${JSON.stringify(shortened(name))} twice in one object. JSON parsers disagree about which one counts: send it once.`,
  );
}

function parsed(what: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new DomainError(platformErrors.BAD_JSON, `${what} is not valid JSON: ${(error as Error).message}`);
  }
}

type Parsed = (error: Error | null, value?: unknown) => void;

const checked =
  (json: Buffer, done: Parsed): Parsed =>
  (error, value) =>
    done(error ?? refusalOfParsed(json, value) ?? null, value);

function refusalOfParsed(json: Buffer, value: unknown): DomainError | undefined {
  return mayContainEscapes(json) && !hasOnlyText(value)
    ? badText('The body')
    : refusalOfRepeated('The body', json);
}
