import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ShipmentId } from '@waybill/contracts/ids';
import { type Context, DomainError, commonErrors, present } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  Caller,
  HttpCall,
  type Page,
  type Principal,
  Records,
  Refuses,
  continuedAt,
  listByTime,
  pageOf,
  pageQuery,
  reference,
  sortQuery,
  timesQuery,
} from '@waybill/platform';
import { BatchRunner, type Tx } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { deliverShipment } from './commands/deliver-shipment.js';
import { dispatchShipment } from './commands/dispatch-shipment.js';
import { pickShipment } from './commands/pick-shipment.js';
import { DispatchPolicy } from './dispatch-policy.js';
import { plannedShipment } from './domain/booked-shipment.js';
import { ShipmentRow, loadParcels } from './shipment.rows.js';
import { shipmentPage, shipmentView, viewOf } from './shipment.view.js';
import { shipmentErrors } from './domain/shipment.errors.js';

const id: z.ZodType<ShipmentId, string> = reference(64).meta({
  example: '01a1fd89-ae6a-7769-84b5-a1c83705b48b',
});
export const listQuery = z.object({
  ...pageQuery,
  sort: sortQuery('-createdAt', 'createdAt'),
  status: shipmentView.shape.status.optional(),
  ...timesQuery('shipments created'),
  orderId: reference(64).optional(),
  customerId: reference(255).optional().meta({ description: 'Admins only' }),
});
const pickBody = z
  .strictObject({
    lines: z
      .array(z.strictObject({ sku: reference(64), found: z.int().min(0).max(100_000) }))
      .min(1)
      .max(1_000)
      .refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, 'one line per SKU'),
  })
  .meta({ id: 'Pick', example: { lines: [{ sku: 'TEA-EARL', found: 2 }] } });

type View = z.infer<typeof shipmentView>;

@Controller('v1/shipments')
@Access('customer', 'own')
@ApiTags('shipments')
export class ShipmentsController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
    private readonly policy: DispatchPolicy,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists shipments',
    description:
      'Customers see their own shipments. Admins see all shipments of the tenant and can filter by `customerId`. Without `sort`, the newest come first.',
  })
  @ApiOkResponse({ standardSchema: shipmentPage })
  async listShipments(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant, subject, admin }: Principal,
  ): Promise<Page<View>> {
    const { status, orderId } = list;
    const customerId = admin ? list.customerId : subject;
    const query = this.dataSource
      .getRepository(ShipmentRow)
      .createQueryBuilder('s')
      // A tombstone is not a shipment.
      .where('s.tenant = :tenant AND s.shipmentId IS NOT NULL', { tenant });
    if (orderId !== undefined) query.andWhere('s.orderId = :orderId', { orderId });
    if (customerId !== undefined) query.andWhere('s.customerId = :customerId', { customerId });
    const { rows, end } = await listByTime(query, list, { id: 'shipmentId', having: { status } });
    const position = (row: ShipmentRow) => [row.createdAt.toISOString(), plannedShipment(row).shipmentId];
    return continuedAt(pageOf(rows, list, position, viewOf), list, end);
  }

  @Post(':id/pick')
  @Records({ target: 'id' })
  @Actor('warehouse')
  @Access('admin', 'tenant')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Records the pick of a shipment',
    description:
      '`found` is the number of units that were on the shelf. Missing units are not sent, and are refunded.',
  })
  @ApiOkResponse({ standardSchema: shipmentView })
  @Refuses(
    commonErrors.NOT_FOUND,
    shipmentErrors.NOT_BOOKED,
    shipmentErrors.ORDER_NOT_CONFIRMED,
    shipmentErrors.PICK_INCOMPLETE,
    shipmentErrors.PICK_TOO_MUCH,
    shipmentErrors.PICK_UNKNOWN_SKU,
  )
  pickShipment(
    @Param('id', { schema: id }) shipmentId: ShipmentId,
    @Body({ schema: pickBody }) { lines }: z.infer<typeof pickBody>,
    @Call() { context }: HttpCall,
  ): Promise<View> {
    const found = new Map(lines.map(({ sku, found }) => [sku, found]));
    return this.change(shipmentId, context, (tx, parcel, parcels) => {
      const after = pickShipment(tx, parcels, parcel, found, this.policy);
      return after.find((one) => one.parcel === parcel.parcel) ?? parcel;
    });
  }

  @Post(':id/dispatch')
  @Records({ target: 'id' })
  @Actor('warehouse')
  @Access('admin', 'tenant')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Hands a shipment over to the carrier',
    description: 'Repeating the request returns the current status of the shipment.',
  })
  @ApiAcceptedResponse({ standardSchema: shipmentView })
  @Refuses(
    commonErrors.NOT_FOUND,
    shipmentErrors.NOT_BOOKED,
    shipmentErrors.ORDER_NOT_CONFIRMED,
    shipmentErrors.NOT_LABELLED,
  )
  dispatchShipment(
    @Param('id', { schema: id }) shipmentId: ShipmentId,
    @Call() { context }: HttpCall,
  ): Promise<View> {
    return this.change(shipmentId, context, dispatchShipment);
  }

  @Post(':id/deliver')
  @Records({ target: 'id' })
  @Actor('warehouse')
  @Access('admin', 'tenant')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Marks a shipment as delivered',
    description: 'For deliveries that are confirmed by other means than the webhook of the carrier.',
  })
  @ApiOkResponse({ standardSchema: shipmentView })
  @Refuses(commonErrors.NOT_FOUND, shipmentErrors.NOT_SHIPPED)
  deliverShipment(
    @Param('id', { schema: id }) shipmentId: ShipmentId,
    @Call() { context }: HttpCall,
  ): Promise<View> {
    return this.change(shipmentId, context, deliverShipment);
  }

  private async change(
    shipmentId: ShipmentId,
    context: Context,
    act: (tx: Tx, parcel: ShipmentRow, parcels: readonly ShipmentRow[]) => ShipmentRow,
  ): Promise<View> {
    const { tenant } = context;
    const row = await this.dataSource.getRepository(ShipmentRow).findOneBy({ tenant, shipmentId });
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no shipment ${shipmentId}.`);
    return this.unitOfWork.run(context, async (tx) => {
      const parcels = await loadParcels(tx, row.orderId);
      const parcel = present(
        parcels.find((one) => one.parcel === row.parcel),
        `shipment ${shipmentId}`,
      );
      const after = act(tx, parcel, parcels);
      tx.record({ owner: row.customerId, before: recordOf(parcel), after: recordOf(after) });
      return viewOf(after);
    });
  }
}

function recordOf({ orderId, parcel, status }: ShipmentRow): object {
  return { orderId, parcel, status };
}
