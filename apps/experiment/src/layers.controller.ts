import { Controller, Get, Inject, Param } from '@nestjs/common';
import { experimentKeySchema, type LayerList, type LayerView } from '#libs/contracts';
import { LayerService } from '#libs/experimentation';
import { Scope, Summary } from '#libs/http';

@Controller('v1/layers')
export class LayersController {
  constructor(@Inject(LayerService) private readonly layers: LayerService) {}

  @Scope('experiments:read')
  @Summary('List the layers: who has which part, and what is free')
  @Get()
  list(): Promise<LayerList> {
    return this.layers.list();
  }

  @Scope('experiments:read')
  @Summary('Read a layer: who has which part, and what is free')
  @Get(':key')
  get(@Param('key', { schema: experimentKeySchema }) layer: string): Promise<LayerView> {
    return this.layers.get(layer);
  }
}
