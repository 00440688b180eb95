import type { Timers } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { platformErrors } from '../http/platform.errors.js';
import type { Request } from '../http/request-context.js';
import type { Principal } from '../identity/claims.js';
import type { Tokens, Verified } from '../identity/tokens.js';
import type { CommonSettings } from '../settings.js';
import { AtMost } from './at-most.js';

/** Shorter than the idle timeout of common proxies, so that they keep quiet streams open. */
const KEEP_ALIVE_MS = 15_000;
/** A comment of server-sent events, which clients ignore. */
const KEEP_ALIVE = ': keep-alive\n\n';

type Limits = Pick<CommonSettings, 'STREAMS_PER_SUBJECT' | 'WAITS_PER_SUBJECT'>;

/** Requests that stay open for long: streams of server-sent events, and `Prefer: wait`. Each user may have a number of them at a time. */
export class OpenRequests {
  private readonly streams: AtMost;
  private readonly waits: AtMost;
  private readonly endStream = new Set<() => void>();

  constructor(
    limits: Limits,
    private readonly tokens: Tokens,
    private readonly timers: Timers,
  ) {
    this.streams = new AtMost(limits.STREAMS_PER_SUBJECT, platformErrors.TOO_MANY_STREAMS);
    this.waits = new AtMost(limits.WAITS_PER_SUBJECT, platformErrors.TOO_MANY_WAITS);
  }

  /** The request may wait for what it has started. Throws TOO_MANY_WAITS. */
  addWait(caller: Principal, { raw: response }: FastifyReply): void {
    response.once('close', this.waits.enter(userKey(caller)));
  }

  /**
   * The response will be a stream. It ends when the token expires and when the service stops; comments keep it open until then. Throws
   * TOO_MANY_STREAMS.
   */
  addStream(verified: Verified, { raw: { socket } }: Request, { raw: response }: FastifyReply): void {
    const leave = this.streams.enter(userKey(verified.principal));
    const end = (): void => {
      // An event that is written after the end is dropped, instead of crashing the process.
      response.on('error', () => {});
      response.end();
      // Nest stops the producer when the connection closes.
      socket.destroySoon();
    };
    const keepAlive = (): void => {
      if (response.headersSent && !response.writableNeedDrain) response.write(KEEP_ALIVE);
      stopKeepAlive = this.timers.after(KEEP_ALIVE_MS, keepAlive);
    };
    let stopKeepAlive = this.timers.after(KEEP_ALIVE_MS, keepAlive);
    const stopWatch = this.tokens.whenExpired(verified, end);
    this.endStream.add(end);
    response.once('close', () => {
      leave();
      stopKeepAlive();
      stopWatch();
      this.endStream.delete(end);
    });
  }

  /** Ends all streams, so that their clients connect to another instance. */
  endStreams(): void {
    for (const end of this.endStream) end();
  }
}

/** A tenant has no spaces. */
const userKey = ({ tenant, subject }: Principal): string => `${tenant} ${subject}`;
