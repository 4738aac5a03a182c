import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ruleIdSchema, snoozeSchema, type Principal, type SnoozeBody, type SnoozeView } from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { SnoozeService } from '#libs/trust';
import { z } from 'zod';

const snoozeId = z.uuid();

@Controller('v1')
export class SnoozesController {
  constructor(@Inject(SnoozeService) private readonly snoozes: SnoozeService) {}

  @Summary('List the snoozes of a rule')
  @Get('rules/:id/snoozes')
  @Scope('rules:read')
  async list(@Param('id', { schema: ruleIdSchema }) id: string): Promise<{ snoozes: SnoozeView[] }> {
    return { snoozes: await this.snoozes.list(id) };
  }

  @Summary('Silence a rule for one entity until a time')
  @Post('rules/:id/snoozes')
  @Scope('rules:write')
  create(
    @Param('id', { schema: ruleIdSchema }) id: string,
    @Body({ schema: snoozeSchema }) body: SnoozeBody,
    @Caller() caller: Principal,
  ): Promise<SnoozeView> {
    return this.snoozes.create(id, body, caller);
  }

  @Summary('End a snooze before its time')
  @NoBody()
  @Post('snoozes/:id/end')
  @HttpCode(200)
  @Scope('rules:write')
  end(@Param('id', { schema: snoozeId }) id: string, @Caller() caller: Principal): Promise<SnoozeView> {
    return this.snoozes.end(id, caller);
  }
}
