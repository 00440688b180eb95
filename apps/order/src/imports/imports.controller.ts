import { Readable } from 'node:stream';
import { Controller, HttpCode, Logger, Post, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  Actor,
  Call,
  Dependencies,
  Feed,
  HttpCall,
  NDJSON,
  Records,
  Refuses,
  TakesFeed,
  uuids,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { BAZAAR_EXAMPLE, translateBazaar } from './bazaar.js';
import { importAnswer, importFeed } from './import-feed.js';
import { ImportOrder } from './import-order.js';
import { MarketplacePayer } from './marketplace-payer.js';
import { RunningImports } from './running-imports.js';
import { importErrors } from './import.errors.js';

/** Larger than the response to the longest feed, so that a client can send the whole feed before it reads the response. */
const ANSWER_BYTES = 32 * 1024 * 1024;

@Controller('v1/imports')
@ApiTags('imports')
export class ImportsController {
  private readonly logger = new Logger('imports');

  constructor(
    private readonly commands: CommandBus,
    private readonly dependencies: Dependencies,
    private readonly payer: MarketplacePayer,
    private readonly running: RunningImports,
    private readonly unitOfWork: BatchRunner,
  ) {}

  @Post('orders')
  @Records()
  @Actor('marketplace')
  @HttpCode(200)
  @Access('admin', 'tenant')
  @ApiOperation({
    summary: 'Imports orders from a marketplace feed',
    description:
      'Takes one JSON order per line and streams one result per line, followed by a report. Each order is placed once, even if the feed is sent again. An invalid line does not stop the others.',
  })
  @TakesFeed(BAZAAR_EXAMPLE)
  @ApiOkResponse({ standardSchema: importAnswer })
  @Refuses(importErrors.IMPORTS_NOT_SET_UP, importErrors.TOO_MANY_IMPORTS)
  async importOrders(@Feed() chunks: AsyncIterable<Buffer>, @Call() call: HttpCall): Promise<StreamableFile> {
    const { context } = call;
    const payment = this.payer.method(context.tenant);
    const end = this.running.enter(context.tenant);
    call.gone.addEventListener('abort', end, { once: true });
    // One record for the feed, before its first order. The orders have its correlation id.
    await this.unitOfWork.run(context, () => Promise.resolve());
    const { act: _, ...ofLines } = context;
    const results = importFeed(chunks, {
      translate: translateBazaar,
      place: (sold) =>
        this.commands.execute(new ImportOrder(sold, payment, { ...ofLines, messageId: uuids.next() })),
      stopping: () => this.dependencies.stopping,
      report: (error) => void this.logger.error(error),
    });
    const options = { objectMode: false, highWaterMark: ANSWER_BYTES };
    return new StreamableFile(Readable.from(written(results), options), { type: NDJSON });
  }
}

async function* written(results: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const result of results) yield `${JSON.stringify(result)}\n`;
}
