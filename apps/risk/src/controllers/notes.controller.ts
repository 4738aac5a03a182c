import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  newNoteSchema,
  noteQuerySchema,
  watchSchema,
  type NewNote,
  type NoteQuery,
  type NoteView,
  type Principal,
  type Watch,
  type WatchView,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { NoteService } from '#libs/trust';

@Controller('v1')
export class NotesController {
  constructor(@Inject(NoteService) private readonly notes: NoteService) {}

  @Summary('Read what reviewers said about an entity or case')
  @Get('notes')
  @Scope('reviews:read')
  async list(@Query({ schema: noteQuerySchema }) query: NoteQuery): Promise<{ notes: NoteView[] }> {
    return { notes: await this.notes.list(query) };
  }

  @Summary('Note something about an entity or case')
  @Post('notes')
  @Scope('reviews:write')
  add(@Body({ schema: newNoteSchema }) body: NewNote, @Caller() caller: Principal): Promise<NoteView> {
    return this.notes.add(body, caller);
  }

  @Summary('List what the caller watches, and what is new of it')
  @Get('watches')
  @Scope('reviews:read')
  async watches(@Caller() caller: Principal): Promise<{ watches: WatchView[] }> {
    return { watches: await this.notes.watches(caller) };
  }

  @Summary('Watch an entity, or call what is new of it seen')
  @Post('watches')
  @HttpCode(204)
  @Scope('reviews:write')
  watch(@Body({ schema: watchSchema }) body: Watch, @Caller() caller: Principal): Promise<void> {
    return this.notes.watch(body, caller);
  }

  @Summary('Watch an entity no more')
  @Delete('watches')
  @HttpCode(204)
  @Scope('reviews:write')
  unwatch(@Query({ schema: watchSchema }) query: Watch, @Caller() caller: Principal): Promise<void> {
    return this.notes.unwatch(query, caller);
  }
}
