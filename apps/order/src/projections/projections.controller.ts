import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProjectionDesk, type ProjectionReport } from '@waybill/event-store';
import { Admin } from '@waybill/platform';

@Controller('admin/projections')
@ApiTags('projections')
@ApiBearerAuth()
@Admin()
export class ProjectionsController {
  constructor(private readonly desk: ProjectionDesk) {}

  @Get()
  @ApiOperation({ summary: 'How far each view has come, and a rebuild that is under way' })
  list(): Promise<ProjectionReport[]> {
    return this.desk.list();
  }

  @Post(':name/rebuild')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Makes a view anew beside the one that is read, and switches when it has caught up',
  })
  rebuild(@Param('name') name: string): Promise<void> {
    return this.desk.rebuild(name);
  }

  @Post(':name/verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Folds all events once more and answers the rows in which the view differs' })
  verify(@Param('name') name: string): Promise<object> {
    return this.desk.verify(name);
  }
}
