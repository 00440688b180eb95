import { Controller, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, commonErrors, deferrable } from '@waybill/kernel';
import {
  Access,
  Actor,
  Refuses,
  type Request,
  instant,
  parseInput,
  reference,
  singleLine,
  uuids,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { hearFromCarrier } from '../shipments/commands/follow-parcel.js';
import { ShipmentRow } from '../shipments/shipment.rows.js';
import { CarrierSignatures } from './carrier-signatures.js';
import { carrierErrors } from './carrier.errors.js';

const carrierEvent = z.object({
  id: singleLine(200),
  type: reference(200),
  bookingId: reference(200),
  reference: reference(200),
  at: instant().transform((text) => new Date(text)),
});

const EVENT_EXAMPLE = {
  id: 'evt-8812',
  type: 'dispatched',
  bookingId: 'bk-2207',
  reference: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
  at: '2026-11-21T15:30:00Z',
};

@Controller('v1/webhooks/carrier')
@ApiTags('webhooks')
export class CarrierWebhook {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
    private readonly signatures: CarrierSignatures,
  ) {}

  @Post()
  @Actor('carrier')
  @Access('signed', 'own')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Receives a webhook of the carrier',
    description:
      'Reports that a shipment was dispatched or delivered. The carrier signs the body in `Carrier-Signature`.',
  })
  @ApiNoContentResponse()
  @ApiHeader({ name: 'Carrier-Signature', required: true, description: 'Signature of the raw body' })
  @ApiBody({
    schema: { type: 'object', example: EVENT_EXAMPLE },
    description: 'An event as documented by the carrier',
  })
  @Refuses(commonErrors.NOT_FOUND, carrierErrors.SIGNATURE_INVALID)
  async receiveCarrierWebhook(@Req() request: RawBodyRequest<Request>): Promise<void> {
    const signature = request.headers['carrier-signature'];
    this.signatures.check(String(signature), request.rawBody ?? Buffer.alloc(0));
    const event = parseInput(carrierEvent, request.body);
    const { type, reference } = event;
    // `<order>`, and `<order>/2` for its second parcel.
    const orderId = reference.replace(/\/.*$/s, '');
    // Event types that this version does not know, and events of other parcels, are acknowledged and ignored.
    if (type !== 'dispatched' && type !== 'delivered') return;
    const parcels = await this.dataSource.getRepository(ShipmentRow).findBy({ orderId });
    const [first] = parcels;
    if (!first || parcels.some((parcel) => isKnown(parcel, event))) return;
    const context = contextOf(first, event.id, request.traced.traceparent);
    await this.unitOfWork.run(context, (tx) => hearFromCarrier(tx, orderId, { ...event, type }));
  }
}

/** A shipment never goes back to an earlier status, so what it has recorded needs no transaction. */
function isKnown(
  { bookingId, status }: ShipmentRow,
  event: { readonly bookingId: string; readonly type: string },
): boolean {
  if (bookingId !== event.bookingId) return false;
  return status === 'delivered' || (status === 'shipped' && event.type === 'dispatched');
}

/** The event's id is stored like an idempotency key, so a repeated event gets the same response. */
function contextOf({ tenant, correlationId }: ShipmentRow, eventId: string, traceparent: string): Context {
  const messageId = uuids.next();
  const idempotency = { scope: `carrier-event|${eventId}`, fingerprint: eventId };
  const consumer = 'shipping.carrier-webhook';
  return deferrable({ messageId, consumer, correlationId, tenant, traceparent, idempotency });
}
