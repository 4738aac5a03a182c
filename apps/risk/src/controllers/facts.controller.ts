import { Body, Controller, HttpCode, Inject, Param, Put } from '@nestjs/common';
import {
  backerFactSchema,
  pledgeIdSchema,
  projectFactSchema,
  ratesSchema,
  type BackerFact,
  type Principal,
  type ProjectFact,
  type Rates,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { FactService } from '#libs/trust';

@Controller('v1')
export class FactsController {
  constructor(@Inject(FactService) private readonly facts: FactService) {}

  @Summary('Tell what is known of a backer')
  @Put('backers/:id')
  @HttpCode(204)
  @Scope('events:write')
  backer(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: backerFactSchema }) body: BackerFact,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.facts.putBacker(id, body, caller);
  }

  @Summary('Tell what is known of a project')
  @Put('projects/:id')
  @HttpCode(204)
  @Scope('events:write')
  project(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: projectFactSchema }) body: ProjectFact,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.facts.putProject(id, body, caller);
  }

  @Summary('Set a day’s exchange rates')
  @Put('rates')
  @HttpCode(204)
  @Scope('policy:write')
  rates(@Body({ schema: ratesSchema }) body: Rates, @Caller() caller: Principal): Promise<void> {
    return this.facts.putRates(body.rates, caller);
  }
}
