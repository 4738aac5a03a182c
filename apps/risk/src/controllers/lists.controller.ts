import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  bulkEntriesSchema,
  entryIdSchema,
  entryQuerySchema,
  listEntrySchema,
  type BulkEntries,
  type BulkEntriesAnswer,
  type EntryQuery,
  type ListEntryBody,
  type ListEntryPage,
  type ListEntryView,
  type Principal,
} from '#libs/contracts';
import { Caller, NoBody, Rules, Scope, Summary } from '#libs/http';
import { ListService } from '#libs/trust';

const bulkBytes = 4_194_304;

@Controller('v1/lists/entries')
export class ListsController {
  constructor(@Inject(ListService) private readonly lists: ListService) {}

  @Summary('Find entries of the lists')
  @Get()
  @Scope('rules:read')
  find(@Query({ schema: entryQuerySchema }) query: EntryQuery): Promise<ListEntryPage> {
    return this.lists.find(query);
  }

  @Summary('Put a value on a list')
  @Post()
  @Scope('rules:write')
  add(@Body({ schema: listEntrySchema }) body: ListEntryBody, @Caller() caller: Principal): Promise<ListEntryView> {
    return this.lists.add(body, caller);
  }

  @Summary('Put many values on a list')
  @Post('bulk')
  @HttpCode(200)
  @Scope('rules:write')
  @Rules({ bodyLimit: bulkBytes })
  addMany(
    @Body({ schema: bulkEntriesSchema }) body: BulkEntries,
    @Caller() caller: Principal,
  ): Promise<BulkEntriesAnswer> {
    return this.lists.addMany(body, caller);
  }

  @Summary('Take an entry from its list')
  @NoBody()
  @Post(':id/remove')
  @HttpCode(200)
  @Scope('rules:write')
  remove(@Param('id', { schema: entryIdSchema }) id: string, @Caller() caller: Principal): Promise<ListEntryView> {
    return this.lists.remove(id, caller);
  }
}
