import { Body, Controller, Post } from '@nestjs/common';
import { DomainError, defineErrors } from '@waybill/kernel';
import { Access, Call, HttpCall, day, defineService, singleLine } from '@waybill/platform';
import { BatchRunner, rowType } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { type Booking, bookingMade, messageTypes, topics } from './contracts.js';

@Entity('bookings')
class BookingRow {
  @PrimaryColumn('text') room!: string;
  @PrimaryColumn('text') night!: string;
  @Column('text') guest!: string;
}

const bookings = rowType(BookingRow, ['room', 'night']);

class BookingTable1770000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE bookings (room text NOT NULL, night text NOT NULL, guest text NOT NULL, PRIMARY KEY (room, night))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE bookings`);
  }
}

const errors = defineErrors({
  ROOM_TAKEN: { status: 409, description: 'Another guest has booked the room for this night.' },
});

const body = z.strictObject({
  room: z.string().regex(/^\d{3}$/),
  night: day(),
  guest: singleLine(100),
});

@Controller('v1/bookings')
@Access('customer', 'tenant')
class BookingsController {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Post()
  book(
    @Body({ schema: body }) booking: Booking,
    @Call({ requireKey: true }) { context }: HttpCall,
  ): Promise<Booking> {
    return this.unitOfWork.run(context, async (tx) => {
      const { room, night } = booking;
      if (await tx.load(bookings, { room, night }))
        throw new DomainError(errors.ROOM_TAKEN, `room ${room} is taken on ${night}`);
      tx.save(bookings, { ...booking });
      tx.publish(bookingMade, room, booking);
      return booking;
    });
  }
}

export const reception = defineService({
  name: 'reception',
  description: 'Books rooms.',
  port: 4000,
  settings: z.object({}),
  messageTypes,
  topics,
  features: [
    {
      entities: [BookingRow],
      migrations: [BookingTable1770000000001],
      errors,
      controllers: [BookingsController],
    },
  ],
});
