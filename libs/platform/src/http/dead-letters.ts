import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Act, DomainError, codeOf, commonErrors } from '@waybill/kernel';
import {
  type Actor,
  DeadLetterAdmin,
  LETTERS_PER_CALL,
  type Redriven,
  messagingErrors,
  postgresDeadLetterStore,
} from '@waybill/messaging';
import pg from 'pg';
import { z } from 'zod';
import { letterGroups, letterOf, listLetters, redrivable } from '../runtime/dead-letters.js';
import { Access } from './access.js';
import { TakesLargeBody } from './bodies.js';
import { WithoutDeadline } from './deadline.js';
import { Acting, Records } from './records.js';
import { letterGroupsView, letterPage, letterView, parkedKeysView, redriveView } from './dead-letter.view.js';
import { multiLine, pathPart, reference } from './inputs.js';
import { type Page, cursorField, pageOf, pageQuery, timePositionOf } from './paging.js';
import { platformErrors } from './platform.errors.js';
import { Refuses } from './refuses.js';

const causes = {
  type: reference(200).optional(),
  consumer: reference(200).optional(),
  errorCode: reference(200).optional(),
  fingerprint: reference(200).optional(),
};
const status = z.enum(['open', 'redriven', 'discarded']).optional();
const letterFilter = z.object({ status, ...causes });
const letterQuery = z.object({ ...pageQuery, status, ...causes });
const letterId = pathPart('order.fulfilment/payment.events/2/4711');
const redriveOne = z
  .strictObject({ dryRun: z.boolean().default(false) })
  .default({ dryRun: false })
  .meta({ example: { dryRun: true } });
const redriveMany = z
  .strictObject({
    filter: z.strictObject({ status: z.enum(['open']).optional(), ...causes }),
    dryRun: z.boolean().default(false),
    cursor: cursorField(2_000),
  })
  .meta({ example: { filter: { errorCode: 'UNKNOWN_SKU' }, dryRun: true } });
const discarding = z
  .strictObject({ reason: multiLine(1_000) })
  .meta({ example: { reason: 'Sent twice by a load test' } });
const editing = z
  .strictObject({
    value: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
  })
  .meta({ example: { value: '{"orderId":"01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f"}' } });

interface RedriveAnswer {
  readonly items: readonly Redriven[];
  /** Cursor of the next call; null at the end. */
  readonly nextCursor: string | null;
}

/** Operations on dead letters. Their ids contain slashes and must be URL-encoded. */
@Controller('admin')
@Access('operator', 'platform')
@ApiTags('operations')
export class DeadLettersController {
  constructor(
    private readonly admin: DeadLetterAdmin,
    private readonly pool: pg.Pool,
  ) {}

  @Get('dead-letters')
  @ApiOperation({
    summary: 'Lists dead letters, newest first',
    description: 'A dead letter is a message that a consumer could not handle.',
  })
  @ApiOkResponse({ standardSchema: letterPage })
  async listDeadLetters(
    @Query({ schema: letterQuery }) query: z.infer<typeof letterQuery>,
  ): Promise<Page<object>> {
    const { limit, cursor: _, ...filter } = query;
    const rows = await listLetters(this.pool, filter, timePositionOf(query), limit + 1);
    return pageOf(
      rows,
      query,
      (row) => [row.lastAt.toISOString(), row.id],
      (row) => row,
    );
  }

  @Get('dead-letters/fingerprints')
  @ApiOperation({
    summary: 'Groups dead letters by cause',
    description:
      'Dead letters with the same cause have the same fingerprint. Returns the number of each, with its first and last occurrence.',
  })
  @ApiOkResponse({ standardSchema: letterGroupsView })
  async groupDeadLetters(
    @Query({ schema: letterFilter }) filter: z.infer<typeof letterFilter>,
  ): Promise<{ items: readonly object[] }> {
    return { items: await letterGroups(this.pool, filter) };
  }

  @Get('parked-keys')
  @ApiOperation({
    summary: 'Lists parked keys, oldest first',
    description:
      'While a dead letter parks its key, later messages of the key wait, so that they are handled in order.',
  })
  @ApiOkResponse({ standardSchema: parkedKeysView })
  async listParkedKeys(): Promise<{ items: readonly object[] }> {
    return { items: await postgresDeadLetterStore(this.pool).parkedKeys() };
  }

  @Get('dead-letters/:id')
  @ApiOperation({
    summary: 'Returns a dead letter',
    description:
      'Includes its headers, value and error, and a log of what operators did with it. The id contains slashes: URL-encode it.',
  })
  @ApiOkResponse({ standardSchema: letterView })
  @Refuses(commonErrors.NOT_FOUND)
  async getDeadLetter(@Param('id', { schema: letterId }) id: string): Promise<object> {
    const letter = await letterOf(this.pool, id);
    if (!letter) throw new DomainError(commonErrors.NOT_FOUND, `There is no dead letter ${id}.`);
    return letter;
  }

  @Put('dead-letters/:id')
  @TakesLargeBody()
  @Records({ target: 'id' })
  @ApiOperation({
    summary: 'Replaces the value and headers of an open dead letter',
    description:
      'The original value and headers are kept. The id, type, tenant and key of the message cannot be changed.',
  })
  @ApiOkResponse({ standardSchema: letterView })
  @Refuses(
    commonErrors.NOT_FOUND,
    messagingErrors.DEAD_LETTER_CLOSED,
    messagingErrors.MESSAGE_ID_FIXED,
    messagingErrors.MESSAGE_HEADER_FIXED,
  )
  async editDeadLetter(
    @Param('id', { schema: letterId }) id: string,
    @Body({ schema: editing }) edit: z.infer<typeof editing>,
    @Acting() act: Act,
  ): Promise<object> {
    await this.admin.edit(id, edit, actorOf(act));
    return this.getDeadLetter(id);
  }

  @Post('dead-letters/:id/discard')
  @Records({ target: 'id', reason: 'reason' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Discards a dead letter',
    description: 'Closes it without handling the message. The reason is kept in its log.',
  })
  @ApiOkResponse({ standardSchema: letterView })
  @Refuses(commonErrors.NOT_FOUND, messagingErrors.DEAD_LETTER_REDRIVEN)
  async discardDeadLetter(
    @Param('id', { schema: letterId }) id: string,
    @Body({ schema: discarding }) { reason }: z.infer<typeof discarding>,
    @Acting() act: Act,
  ): Promise<object> {
    await this.admin.discard(id, reason, actorOf(act));
    return this.getDeadLetter(id);
  }

  @Post('dead-letters/redrive')
  @WithoutDeadline('It takes as long as the handlers of the messages do.')
  @Records()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Redrives all matching dead letters',
    description: `Hands the messages to their consumers again, oldest first and at a limited rate. One call redrives up to ${LETTERS_PER_CALL}; continue with \`nextCursor\`. With \`dryRun\`, each handler runs in a transaction that is rolled back, and the response shows what it would write and publish.`,
  })
  @ApiOkResponse({ standardSchema: redriveView })
  @Refuses(platformErrors.CURSOR_INVALID)
  async redriveDeadLetters(
    @Body({ schema: redriveMany }) { filter, dryRun, cursor }: z.infer<typeof redriveMany>,
    @Acting() act: Act,
  ): Promise<RedriveAnswer> {
    const query = { ...filter, cursor, limit: LETTERS_PER_CALL };
    const rows = await redrivable(this.pool, filter, timePositionOf(query), LETTERS_PER_CALL + 1);
    const items: Redriven[] = [];
    let begun = 0;
    while (begun < rows.length && items.length < LETTERS_PER_CALL) {
      const { id } = rows[begun++]!;
      items.push(...(dryRun ? [await this.admin.rehearse(id)] : await this.redriveOrTell(id, act)));
    }
    const { nextCursor } = pageOf(
      rows,
      { ...query, limit: begun },
      (row) => [row.firstAt.toISOString(), row.id],
      ({ id }) => id,
    );
    return { items, nextCursor };
  }

  @Post('dead-letters/:id/redrive')
  @WithoutDeadline('It takes as long as the handlers of the messages do.')
  @Records({ target: 'id' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Redrives a dead letter',
    description:
      'Hands the message to the consumer that failed, and then the messages of its key that wait for it. With `dryRun`, the handler runs in a transaction that is rolled back, and the response shows what it would write and publish.',
  })
  @ApiOkResponse({ standardSchema: redriveView })
  @Refuses(commonErrors.NOT_FOUND, messagingErrors.DEAD_LETTER_DISCARDED, messagingErrors.KEY_PARKED)
  async redriveDeadLetter(
    @Param('id', { schema: letterId }) id: string,
    @Body({ schema: redriveOne }) { dryRun }: z.infer<typeof redriveOne>,
    @Acting() act: Act,
  ): Promise<RedriveAnswer> {
    const items = dryRun ? [await this.admin.rehearse(id)] : await this.admin.redrive(id, actorOf(act));
    return { items, nextCursor: null };
  }

  /** A dead letter that another operator has closed meanwhile does not stop the others. */
  private redriveOrTell(id: string, act: Act): Promise<readonly Redriven[]> {
    return this.admin.redrive(id, actorOf(act)).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      return [{ id, outcome: 'failed' as const, errorCode: codeOf(error), errorMessage: error.message }];
    });
  }
}

function actorOf(act: Act): Actor {
  const { subject, tenant } = act;
  return { subject, tenant, act };
}
