import { Body, Controller, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import {
  flagKeySchema,
  flagScheduleSchema,
  type FlagSchedule,
  type FlagScheduleView,
  type Principal,
} from '#libs/contracts';
import { FlagScheduleService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: flagKeySchema };

@Controller('v1/flags/:key/schedule')
export class FlagScheduleController {
  constructor(@Inject(FlagScheduleService) private readonly schedules: FlagScheduleService) {}

  @Scope('flags:read')
  @Summary('Read when the draft of a flag is to be published, and what became of what was')
  @Get()
  get(@Param('key', key) flag: string): Promise<FlagScheduleView> {
    return this.schedules.get(flag);
  }

  @Scope('flags:write')
  @Summary('Say when the draft of a flag is to be published, in place of what was said before')
  @Put()
  put(
    @Param('key', key) flag: string,
    @Body({ schema: flagScheduleSchema }) body: FlagSchedule,
    @Caller() caller: Principal,
  ): Promise<FlagScheduleView> {
    return this.schedules.put(flag, body, caller);
  }

  @Scope('flags:write')
  @Summary('Cancel when the draft of a flag is to be published')
  @Delete()
  cancel(@Param('key', key) flag: string, @Caller() caller: Principal): Promise<FlagScheduleView> {
    return this.schedules.cancel(flag, caller);
  }
}
