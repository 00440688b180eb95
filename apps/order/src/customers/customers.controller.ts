import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  ETAG,
  HttpCall,
  Records,
  Refuses,
  Versioned,
  issue,
  pathPart,
  personName,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CustomerRepository } from './customer.repository.js';
import { Customer, type RegisteredCustomer, isRegistered, isVerified } from './customer.js';
import { CustomerErasure } from './erasure.js';
import { customerErrors } from './customer.errors.js';

const customerBody = z
  .strictObject({
    name: personName(200),
    email: z.email({ error: issue(customerErrors.EMAIL_INVALID, 'must be an email address') }).max(254),
  })
  .meta({ id: 'CustomerBody', example: { name: 'Ada Lovelace', email: 'ada@example.com' } });
const customerId = pathPart('ada');
const customerView = z
  .object({ id: z.string(), name: z.string(), email: z.string(), registeredAt: z.string() })
  .meta({
    id: 'Customer',
    example: {
      id: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      registeredAt: '2026-11-21T09:57:01.097Z',
    },
  });

type VersionedCustomer = z.infer<typeof customerView> & { readonly version: number };

@Controller()
@Access('customer', 'self')
@ApiTags('customers')
export class CustomersController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
    private readonly customers: CustomerRepository,
    private readonly erasure: CustomerErasure,
  ) {}

  @Get('v1/customers/me')
  @Versioned({ showVersion: false })
  @ApiOperation({
    summary: 'Returns the caller’s customer record',
    description: 'The first call creates it from the name and email claims of the token.',
  })
  @ApiOkResponse({ standardSchema: customerView, headers: ETAG })
  @Refuses(customerErrors.CUSTOMER_UNKNOWN)
  async getMe(@Call() { caller, context }: HttpCall): Promise<VersionedCustomer> {
    const { tenant, subject: id } = caller;
    const customer =
      (await this.dataSource.getRepository(Customer).findOneBy({ tenant, id })) ??
      (await this.unitOfWork.run(context, (tx) => this.customers.known(tx, id, caller)));
    if (!customer || !isRegistered(customer))
      throw new DomainError(
        customerErrors.CUSTOMER_UNKNOWN,
        customer
          ? 'Name and email were erased. Send PUT /v1/customers/me to set them again.'
          : 'The token has no email address. Send PUT /v1/customers/me first.',
      );
    return view(customer);
  }

  @Put('v1/customers/me')
  @Actor('customer')
  @Versioned({ showVersion: false })
  @ApiOperation({
    summary: 'Sets the caller’s name and email address',
    description: 'The last write wins, also with an outdated `If-Match`.',
  })
  @ApiOkResponse({ standardSchema: customerView, headers: ETAG })
  async putMe(
    @Body({ schema: customerBody }) body: z.infer<typeof customerBody>,
    @Call({
      ifMatch:
        'ETags of versions that the caller has read, or `*` for any. An outdated one is accepted: the last write wins. Fails with 412 if the record does not exist, or never had such a version',
    })
    { caller, context }: HttpCall,
  ): Promise<VersionedCustomer> {
    return this.unitOfWork.run(context, async (tx) =>
      view(
        await this.customers.put(tx, caller.subject, {
          ...body,
          emailVerified: isVerified(caller, body.email),
        }),
      ),
    );
  }

  @Delete('v1/customers/me')
  @Actor('customer')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Erases the caller’s personal data',
    description:
      'Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.',
  })
  @ApiNoContentResponse()
  @Refuses(customerErrors.CUSTOMER_HAS_OPEN_ORDERS, customerErrors.MESSAGES_NOT_PUBLISHED)
  eraseMe(@Call() { caller, context }: HttpCall): Promise<void> {
    return this.erasure.erase(context, caller.subject);
  }

  @Delete('admin/customers/:id')
  @Records({ target: 'id' })
  @HttpCode(204)
  @Access('admin', 'tenant')
  @ApiOperation({
    summary: 'Erases a customer’s personal data',
    description:
      'Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.',
  })
  @ApiNoContentResponse()
  @Refuses(customerErrors.CUSTOMER_HAS_OPEN_ORDERS, customerErrors.MESSAGES_NOT_PUBLISHED)
  eraseCustomer(
    @Param('id', { schema: customerId }) id: string,
    @Call() { context }: HttpCall,
  ): Promise<void> {
    return this.erasure.erase(context, id);
  }
}

function view({ id, name, email, registeredAt, version }: RegisteredCustomer): VersionedCustomer {
  return { id, name, email, registeredAt: registeredAt.toISOString(), version };
}
