import { Controller, Get } from '@nestjs/common';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Access, defineService } from '@waybill/platform';
import { BatchRunner, rowType } from '@waybill/unit-of-work';
import {
  Column,
  DataSource,
  Entity,
  type MigrationInterface,
  PrimaryColumn,
  type QueryRunner,
} from 'typeorm';
import { z } from 'zod';
import { bookingMade, messageTypes, topics } from './contracts.js';

@Entity('rooms')
class RoomRow {
  @PrimaryColumn('text') room!: string;
  @Column('integer') cleanings!: number;
}

const rooms = rowType(RoomRow, ['room']);

class RoomTable1770000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE rooms (room text NOT NULL, cleanings integer NOT NULL, PRIMARY KEY (room))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rooms`);
  }
}

@Controller('v1/rooms')
@Access('customer', 'tenant')
class RoomsController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
  ) {}

  /** A consumer in six lines: counted once, however often the message comes. */
  @Handles(bookingMade, 'housekeeping.cleanings')
  booked({ data: { room } }: MessageOf<typeof bookingMade>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, async (tx) => {
      const row = await tx.load(rooms, { room });
      tx.save(rooms, { room, cleanings: (row?.cleanings ?? 0) + 1 });
    });
  }

  @Get()
  list(): Promise<RoomRow[]> {
    return this.dataSource.getRepository(RoomRow).find({ order: { room: 'ASC' } });
  }
}

export const housekeeping = defineService({
  name: 'housekeeping',
  description: 'Cleans rooms.',
  port: 4001,
  settings: z.object({}),
  messageTypes,
  topics,
  features: [{ entities: [RoomRow], migrations: [RoomTable1770000000002], controllers: [RoomsController] }],
});
