import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import {
  savedGroupKeySchema,
  savedGroupSchema,
  type Principal,
  type SavedGroupBody,
  type SavedGroupView,
} from '#libs/contracts';
import { SavedGroupService } from '#libs/experimentation';
import { Caller, Rules, Scope, Summary } from '#libs/http';

const key = { schema: savedGroupKeySchema };

@Controller('v1/saved-groups')
export class SavedGroupsController {
  constructor(@Inject(SavedGroupService) private readonly groups: SavedGroupService) {}

  @Scope('flags:read')
  @Summary('List the saved groups that conditions may name')
  @Get()
  list(): Promise<SavedGroupView[]> {
    return this.groups.list();
  }

  @Scope('flags:read')
  @Summary('Read a saved group')
  @Get(':key')
  get(@Param('key', key) group: string): Promise<SavedGroupView> {
    return this.groups.get(group);
  }

  @Scope('flags:write')
  @Summary('Make or change a saved group: at once, in every flag that names it')
  @Put(':key')
  @Rules({ losesNoName: true })
  put(
    @Param('key', key) group: string,
    @Body({ schema: savedGroupSchema }) body: SavedGroupBody,
    @Caller() caller: Principal,
  ): Promise<SavedGroupView> {
    return this.groups.put(group, body, caller);
  }

  @Scope('flags:write')
  @Summary('Delete a saved group that nothing names')
  @Delete(':key')
  @HttpCode(204)
  delete(@Param('key', key) group: string, @Caller() caller: Principal): Promise<void> {
    return this.groups.delete(group, caller);
  }
}
