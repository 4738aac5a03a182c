import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  changeQuerySchema,
  flagActionSchema,
  flagKeySchema,
  flagPatchSchema,
  flagQuerySchema,
  flagRollbackSchema,
  flagPreviewSchema,
  newFlagSchema,
  type ChangeQuery,
  type FlagActionBody,
  type FlagChangePage,
  type FlagPage,
  type FlagPatch,
  type FlagQuery,
  type FlagRollback,
  type FlagPreview,
  type FlagPreviewAnswer,
  type FlagView,
  type NewFlag,
  type Principal,
} from '#libs/contracts';
import { FlagService, FlagPreviewService } from '#libs/experimentation';
import { Caller, Rules, Scope, Summary } from '#libs/http';

const key = { schema: flagKeySchema };
const action = { schema: flagActionSchema };
const asWritten = { losesNoName: true };

@Controller('v1/flags')
export class FlagsController {
  constructor(
    @Inject(FlagService) private readonly flags: FlagService,
    @Inject(FlagPreviewService) private readonly previews: FlagPreviewService,
  ) {}

  @Scope('flags:write')
  @Summary('Create a flag, as a draft')
  @Post()
  @Rules(asWritten)
  create(@Body({ schema: newFlagSchema }) body: NewFlag, @Caller() caller: Principal): Promise<FlagView> {
    return this.flags.create(body, caller);
  }

  @Scope('flags:read')
  @Summary('List flags')
  @Get()
  list(@Query({ schema: flagQuerySchema }) query: FlagQuery): Promise<FlagPage> {
    return this.flags.list(query);
  }

  @Scope('flags:read')
  @Summary('Try a flag out: what it gives somebody, and why; nothing is kept')
  @Post('evaluate')
  @HttpCode(200)
  evaluate(
    @Body({ schema: flagPreviewSchema }) asked: FlagPreview,
    @Caller() caller: Principal,
  ): Promise<FlagPreviewAnswer> {
    return this.previews.answer(asked, caller);
  }

  @Scope('flags:read')
  @Summary('Read a flag: what is answered by, and its draft')
  @Get(':key')
  get(@Param('key', key) flag: string): Promise<FlagView> {
    return this.flags.get(flag);
  }

  @Scope('flags:read')
  @Summary('Read what was changed in a flag, by whom, and what is different')
  @Get(':key/changes')
  changes(
    @Param('key', key) flag: string,
    @Query({ schema: changeQuerySchema }) query: ChangeQuery,
  ): Promise<FlagChangePage> {
    return this.flags.listChanges(flag, query);
  }

  @Scope('flags:write')
  @Summary('Change the draft of a flag')
  @Patch(':key')
  @Rules(asWritten)
  edit(
    @Param('key', key) flag: string,
    @Body({ schema: flagPatchSchema }) patch: FlagPatch,
    @Caller() caller: Principal,
  ): Promise<FlagView> {
    return this.flags.edit(flag, patch, caller);
  }

  @Scope('flags:write')
  @Summary('Approve the draft that somebody else wrote')
  @Post(':key/approve')
  @HttpCode(200)
  approve(@Param('key', key) flag: string, @Body(action) body: FlagActionBody, @Caller() caller: Principal) {
    return this.flags.approve(flag, body, caller);
  }

  @Scope('flags:write')
  @Summary('Publish the draft: it is what is answered by from now on')
  @Post(':key/publish')
  @HttpCode(200)
  publish(@Param('key', key) flag: string, @Body(action) body: FlagActionBody, @Caller() caller: Principal) {
    return this.flags.publish(flag, body, caller);
  }

  @Scope('flags:write')
  @Summary('Discard the draft')
  @Post(':key/discard')
  @HttpCode(200)
  discard(@Param('key', key) flag: string, @Body(action) body: FlagActionBody, @Caller() caller: Principal) {
    return this.flags.discard(flag, body, caller);
  }

  @Scope('flags:write')
  @Summary('Go back, at once, to what was answered by in an earlier version')
  @Post(':key/rollback')
  @HttpCode(200)
  rollback(
    @Param('key', key) flag: string,
    @Body({ schema: flagRollbackSchema }) body: FlagRollback,
    @Caller() caller: Principal,
  ): Promise<FlagView> {
    return this.flags.rollback(flag, body, caller);
  }
}
