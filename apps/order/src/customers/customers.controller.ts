import { Body, Controller, Get, Headers, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError } from '@waybill/kernel';
import { Caller, type Principal, RequestContext } from '@waybill/platform';
import { Shell } from '@waybill/unit-of-work';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { IF_MATCH, etagOf, versionOf } from '../if-match.js';
import { Customer, knownCustomer, putCustomer } from './customer.js';

const customerBody = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    email: z.email({ error: 'EMAIL_INVALID: must be a mail address' }).max(254),
  })
  .meta({ id: 'CustomerBody' });
const customerView = z
  .object({ id: z.string(), name: z.string(), email: z.string(), registeredAt: z.string() })
  .meta({ id: 'Customer' });

type CustomerView = z.infer<typeof customerView>;

@Controller('v1/customers/me')
@ApiTags('customers')
@ApiBearerAuth()
export class CustomersController {
  constructor(
    private readonly shell: Shell,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The caller; registered from the token’s claims at its first sight' })
  @ApiOkResponse({ standardSchema: customerView })
  async get(
    @Caller() principal: Principal,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerView> {
    const { tenant, subject: id } = principal;
    const customer =
      (await this.dataSource.getRepository(Customer).findOneBy({ tenant, id })) ??
      (await this.shell.run(context, (tx) => knownCustomer(tx, id, principal)));
    if (!customer)
      throw new DomainError('CUSTOMER_UNKNOWN', 'the token names no mail address: PUT name and email first');
    reply.header('etag', etagOf(customer));
    return view(customer);
  }

  @Put()
  @ApiOperation({ summary: 'Sets the caller’s name and mail address; the last word counts' })
  @ApiHeader({ ...IF_MATCH, description: 'an older ETag is no reason to refuse: the last word counts' })
  @ApiOkResponse({ standardSchema: customerView })
  async put(
    @Body({ schema: customerBody }) body: z.infer<typeof customerBody>,
    @Caller() { subject }: Principal,
    @RequestContext() context: Context,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerView> {
    const { version, ...customer } = await this.shell.run(context, async (tx) => {
      const row = await putCustomer(tx, subject, body, versionOf(ifMatch));
      return { ...view(row), version: row.version };
    });
    reply.header('etag', etagOf({ version }));
    return customer;
  }
}

function view({ id, name, email, registeredAt }: Customer): CustomerView {
  return { id, name, email, registeredAt: registeredAt.toISOString() };
}
