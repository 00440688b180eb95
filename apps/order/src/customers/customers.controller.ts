import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError } from '@waybill/kernel';
import {
  Admin,
  Caller,
  type Principal,
  Refuses,
  RequestContext,
  platformErrors,
  issue,
} from '@waybill/platform';
import { Shell } from '@waybill/unit-of-work';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ETAG, IF_MATCH, etagOf, versionOf } from '../if-match.js';
import { CustomerRepository } from './customer.repository.js';
import { Customer } from './customer.js';
import { CustomerErasure } from './erasure.js';
import { customerErrors } from './customer.errors.js';

const customerBody = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    email: z.email({ error: issue(customerErrors.EMAIL_INVALID, 'must be a mail address') }).max(254),
  })
  .meta({ id: 'CustomerBody' });
const customerView = z
  .object({ id: z.string(), name: z.string(), email: z.string(), registeredAt: z.string() })
  .meta({ id: 'Customer' });

type CustomerView = z.infer<typeof customerView>;

@Controller()
@ApiTags('customers')
export class CustomersController {
  constructor(
    private readonly shell: Shell,
    private readonly dataSource: DataSource,
    private readonly customers: CustomerRepository,
    private readonly erasure: CustomerErasure,
  ) {}

  @Get('v1/customers/me')
  @ApiOperation({ summary: 'The caller; registered from the token’s claims at its first sight' })
  @ApiOkResponse({ standardSchema: customerView, headers: ETAG })
  @Refuses(customerErrors.CUSTOMER_UNKNOWN)
  async getMe(
    @Caller() principal: Principal,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerView> {
    const { tenant, subject: id } = principal;
    const customer =
      (await this.dataSource.getRepository(Customer).findOneBy({ tenant, id })) ??
      (await this.shell.run(context, (tx) => this.customers.known(tx, id, principal)));
    if (!customer || customer.email === null)
      throw new DomainError(
        customerErrors.CUSTOMER_UNKNOWN,
        customer
          ? 'name and mail were erased: PUT them to be known again'
          : 'the token names no mail address: PUT name and email first',
      );
    reply.header('etag', etagOf(customer));
    return view(customer);
  }

  @Put('v1/customers/me')
  @ApiOperation({ summary: 'Sets the caller’s name and mail address; the last word counts' })
  @ApiHeader({ ...IF_MATCH, description: 'an older ETag is no reason to refuse: the last word counts' })
  @ApiOkResponse({ standardSchema: customerView, headers: ETAG })
  @Refuses(platformErrors.IF_MATCH_INVALID)
  async putMe(
    @Body({ schema: customerBody }) body: z.infer<typeof customerBody>,
    @Caller() { subject }: Principal,
    @RequestContext() context: Context,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerView> {
    const seenVersion = versionOf(ifMatch);
    const { version, ...customer } = await this.shell.run(context, async (tx) => {
      const row = await this.customers.put(tx, subject, body, seenVersion);
      return { ...view(row), version: row.version };
    });
    reply.header('etag', etagOf({ version }));
    return customer;
  }

  @Delete('v1/customers/me')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Erases the caller’s name, mail and addresses; 409 while orders of theirs are open',
  })
  @ApiNoContentResponse()
  @Refuses(customerErrors.CUSTOMER_HAS_OPEN_ORDERS)
  eraseMe(@Caller() { subject }: Principal, @RequestContext() context: Context): Promise<void> {
    return this.erasure.erase(context, subject);
  }

  @Delete('admin/customers/:id')
  @HttpCode(204)
  @Admin()
  @ApiOperation({
    summary: 'Erases a customer’s name, mail and addresses; 409 while orders of theirs are open',
  })
  @ApiNoContentResponse()
  @Refuses(customerErrors.CUSTOMER_HAS_OPEN_ORDERS)
  eraseCustomer(@Param('id') id: string, @RequestContext() context: Context): Promise<void> {
    return this.erasure.erase(context, id);
  }
}

function view({ id, name, email, registeredAt }: Customer): CustomerView {
  return { id, name: name ?? '', email: email ?? '', registeredAt: registeredAt.toISOString() };
}
