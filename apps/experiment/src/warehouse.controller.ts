import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { WarehouseService } from '#libs/analytics';
import { backfillSchema, type Backfill, type JobAnswer, type Principal, type WarehouseView } from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';

@Controller('v1/warehouse')
export class WarehouseController {
  constructor(@Inject(WarehouseService) private readonly warehouse: WarehouseService) {}

  @Scope('warehouse:read')
  @Summary('Read how the warehouse stands: its tables, and what was left aside')
  @Get()
  status(): Promise<WarehouseView> {
    return this.warehouse.status();
  }

  @Scope('warehouse:write')
  @Summary('Derive days anew')
  @Post('backfills')
  @HttpCode(202)
  backfill(@Body({ schema: backfillSchema }) body: Backfill, @Caller() caller: Principal): Promise<JobAnswer> {
    return this.warehouse.backfill(body, caller);
  }

  @Scope('warehouse:write')
  @Summary('Load what is waiting, now')
  @NoBody()
  @Post('loads')
  @HttpCode(202)
  load(@Caller() caller: Principal): Promise<JobAnswer> {
    return this.warehouse.load(caller);
  }
}
