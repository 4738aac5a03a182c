import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import type { InteractionScanView, NoInteractionScan, Principal, RefreshAnswer } from '#libs/contracts';
import { InteractionService } from '#libs/experimentation';
import { Caller, NoBody, Scope, Summary } from '#libs/http';

@Controller('v1/interactions')
export class InteractionsController {
  constructor(@Inject(InteractionService) private readonly service: InteractionService) {}

  @Scope('experiments:read')
  @Summary('Read which running experiments change each other’s effects')
  @Get()
  read(): Promise<InteractionScanView | NoInteractionScan> {
    return this.service.read();
  }

  @Scope('experiments:write')
  @Summary('Scan the running experiments for pairs that change each other’s effects')
  @NoBody()
  @Post()
  @HttpCode(202)
  ask(@Caller() caller: Principal): Promise<RefreshAnswer> {
    return this.service.ask(caller);
  }
}
