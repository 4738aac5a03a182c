import { Body, Controller, Get, Header, Inject, Put } from '@nestjs/common';
import { rulesetImportSchema, type Principal, type RulesetImport, type RulesetImportAnswer } from '#libs/contracts';
import { Caller, Rules, Scope, Summary } from '#libs/http';
import { RulesetService } from '#libs/trust';

const bodyLimit = 8_388_608;

@Controller('v1/ruleset')
export class RulesetController {
  constructor(@Inject(RulesetService) private readonly ruleset: RulesetService) {}

  @Summary('Read all rules, inputs and thresholds as YAML')
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Scope('rules:read')
  text(): Promise<string> {
    return this.ruleset.text();
  }

  @Summary('Make all rules, inputs and thresholds what a YAML text says')
  @Put()
  @Scope('policy:write')
  @Rules({ bodyLimit })
  replace(
    @Body({ schema: rulesetImportSchema }) body: RulesetImport,
    @Caller() caller: Principal,
  ): Promise<RulesetImportAnswer> {
    return this.ruleset.replace(body, caller);
  }
}
