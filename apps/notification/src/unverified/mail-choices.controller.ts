import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError, commonErrors } from '@waybill/kernel';
import { Access, Actor, Refuses, TakesForm, pathPart, uuids } from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import type { ChoiceLinks, HashedAddress } from './choice-links.js';
import { type Choice, choicePage, chosenPage } from './choice-page.js';
import { mailChoices } from './unverified.rows.js';

const HTML = 'text/html; charset=utf-8';
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
const mailToken = pathPart('cI0zB9hC5yVq3kR7mT1wZx8aQpL2nD4sF6gHdefault');
const page = {
  content: { 'text/html': { schema: { type: 'string' as const, example: '<!doctype html>' } } },
};
const NO_TRACE = '00-00000000000000000000000000000001-0000000000000001-00';

/** The links of this service; absent without a key. */
export class MailChoiceLinks {
  constructor(readonly links: ChoiceLinks | undefined) {}
}

/**
 * The choices of the owner of a mail address that is not verified. The link in the mail is their permission. A GET changes nothing, because
 * mail scanners follow links.
 */
@Controller('v1/mail-choices/:token')
@ApiTags('mail choices')
@Access('signed', 'own')
export class MailChoicesController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly choices: MailChoiceLinks,
  ) {}

  @Get()
  @Header('content-type', HTML)
  @Header('content-security-policy', POLICY)
  @ApiOperation({
    summary: 'Shows the page on which the owner of a mail address confirms or stops mails',
    description: 'The token is in the mails to an address that is not verified.',
  })
  @ApiOkResponse(page)
  @Refuses(commonErrors.NOT_FOUND)
  showChoices(@Param('token', { schema: mailToken }) token: string): string {
    this.addressOf(token);
    return choicePage(token);
  }

  @Post('confirm')
  @Actor('customer')
  @TakesForm()
  @HttpCode(200)
  @Header('content-type', HTML)
  @Header('content-security-policy', POLICY)
  @ApiOperation({
    summary: 'Confirms a mail address',
    description: 'From now on, its mails are like those to a verified address.',
  })
  @ApiOkResponse(page)
  @Refuses(commonErrors.NOT_FOUND)
  confirmAddress(@Param('token', { schema: mailToken }) token: string): Promise<string> {
    return this.choose(token, 'confirmed');
  }

  @Post('stop')
  @Actor('customer')
  @TakesForm()
  @HttpCode(200)
  @Header('content-type', HTML)
  @Header('content-security-policy', POLICY)
  @ApiOperation({
    summary: 'Stops mails to an address that is not verified',
    description: 'Mail clients call it with one click (RFC 8058).',
  })
  @ApiOkResponse(page)
  @Refuses(commonErrors.NOT_FOUND)
  stopMails(@Param('token', { schema: mailToken }) token: string): Promise<string> {
    return this.choose(token, 'stopped');
  }

  private async choose(token: string, choice: Choice): Promise<string> {
    const key = this.addressOf(token);
    const messageId = uuids.next();
    const context: Context = {
      messageId,
      consumer: 'http',
      correlationId: messageId,
      tenant: key.tenant,
      traceparent: NO_TRACE,
      awaited: true,
    };
    await this.unitOfWork.run(context, async (tx) => {
      await tx.load(mailChoices, key);
      tx.save(mailChoices, { ...key, choice, at: tx.at });
    });
    return chosenPage(choice);
  }

  /** Throws NOT_FOUND. */
  private addressOf(token: string): HashedAddress {
    const address = this.choices.links?.read(token);
    if (address) return address;
    throw new DomainError(
      commonErrors.NOT_FOUND,
      'This link is not valid. Copy it completely from the mail.',
    );
  }
}
