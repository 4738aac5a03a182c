import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  customInputSchema,
  dryRunSchema,
  ruleIdSchema,
  ruleQuerySchema,
  ruleSchema,
  type CustomInput,
  type Principal,
  type RuleBody,
  type RuleDryRun,
  type RuleDryRunView,
  type RuleQuery,
  type RuleVersionView,
  type RuleView,
} from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { DryRunService, RuleService } from '#libs/trust';

@Controller('v1')
export class RulesController {
  constructor(
    @Inject(RuleService) private readonly rules: RuleService,
    @Inject(DryRunService) private readonly dryRuns: DryRunService,
  ) {}

  @Summary('List the rules')
  @Get('rules')
  @Scope('rules:read')
  async list(@Query({ schema: ruleQuerySchema }) { state }: RuleQuery): Promise<{ rules: RuleView[] }> {
    return { rules: await this.rules.list(state) };
  }

  @Summary('Write a rule, as a draft')
  @Post('rules')
  @Scope('rules:write')
  create(@Body({ schema: ruleSchema }) body: RuleBody, @Caller() caller: Principal): Promise<RuleView> {
    return this.rules.create(body, caller);
  }

  @Summary('Change a rule')
  @Put('rules/:id')
  @Scope('rules:write')
  edit(
    @Param('id', { schema: ruleIdSchema }) id: string,
    @Body({ schema: ruleSchema }) body: RuleBody,
    @Caller() caller: Principal,
  ): Promise<RuleView> {
    return this.rules.edit(id, body, caller);
  }

  @Summary('Try a rule on one pledge: what it and each part of it come to')
  @Post('rules/dry-run')
  @HttpCode(200)
  @Scope('assessments:read')
  tryOut(@Body({ schema: dryRunSchema }) body: RuleDryRun, @Caller() caller: Principal): Promise<RuleDryRunView> {
    return this.dryRuns.run(body, caller);
  }

  @Summary('Read every version of a rule')
  @Get('rules/:id/versions')
  @Scope('rules:read')
  async versions(@Param('id', { schema: ruleIdSchema }) id: string): Promise<{ versions: RuleVersionView[] }> {
    return { versions: await this.rules.versions(id) };
  }

  @Summary('Watch a rule on live pledges, without effect')
  @NoBody()
  @Post('rules/:id/shadow')
  @HttpCode(200)
  @Scope('rules:write')
  shadow(@Param('id', { schema: ruleIdSchema }) id: string, @Caller() caller: Principal): Promise<RuleView> {
    return this.rules.change(id, 'shadow', caller);
  }

  @Summary('Make a rule live')
  @NoBody()
  @Post('rules/:id/live')
  @HttpCode(200)
  @Scope('rules:write')
  live(@Param('id', { schema: ruleIdSchema }) id: string, @Caller() caller: Principal): Promise<RuleView> {
    return this.rules.change(id, 'live', caller);
  }

  @Summary('Retire a rule')
  @NoBody()
  @Post('rules/:id/retire')
  @HttpCode(200)
  @Scope('rules:write')
  retire(@Param('id', { schema: ruleIdSchema }) id: string, @Caller() caller: Principal): Promise<RuleView> {
    return this.rules.change(id, 'retired', caller);
  }

  @Summary('List the custom inputs that rules may name')
  @Get('custom-inputs')
  @Scope('rules:read')
  async inputs(): Promise<{ custom_inputs: CustomInput[] }> {
    return { custom_inputs: await this.rules.listInputs() };
  }

  @Summary('Declare a custom input')
  @Post('custom-inputs')
  @Scope('rules:write')
  declare(@Body({ schema: customInputSchema }) body: CustomInput, @Caller() caller: Principal): Promise<CustomInput> {
    return this.rules.declareInput(body, caller);
  }
}
