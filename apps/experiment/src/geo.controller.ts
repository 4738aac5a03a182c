import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { GeoLoadService } from '#libs/analytics';
import {
  geoLoadListSchema,
  newGeoLoadSchema,
  type GeoLoadList,
  type GeoLoadView,
  type NewGeoLoad,
  type Principal,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';

const id = { schema: z.uuid() };

@Controller('v1/geo/loads')
export class GeoController {
  constructor(@Inject(GeoLoadService) private readonly loads: GeoLoadService) {}

  @Scope('warehouse:write')
  @Summary('Load geographic databases into the warehouse')
  @Post()
  @HttpCode(202)
  load(@Body({ schema: newGeoLoadSchema }) body: NewGeoLoad, @Caller() caller: Principal): Promise<GeoLoadView> {
    return this.loads.load(body, caller);
  }

  @Scope('warehouse:read')
  @Summary('List the loads of geography, newest first, and which version is valid when')
  @Get()
  list(@Query({ schema: geoLoadListSchema }) query: GeoLoadList): Promise<GeoLoadView[]> {
    return this.loads.list(query);
  }

  @Scope('warehouse:read')
  @Summary('Read a load of geography')
  @Get(':id')
  get(@Param('id', id) load: string): Promise<GeoLoadView> {
    return this.loads.get(load);
  }
}
