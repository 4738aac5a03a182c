import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import {
  attributeNameSchema,
  attributeSchema,
  type AttributeBody,
  type AttributeView,
  type Principal,
} from '#libs/contracts';
import { AttributeService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const name = { schema: attributeNameSchema };

@Controller('v1/flag-attributes')
export class FlagAttributesController {
  constructor(@Inject(AttributeService) private readonly attributes: AttributeService) {}

  @Scope('flags:read')
  @Summary('List the attributes that conditions may name; with none, any')
  @Get()
  list(): Promise<AttributeView[]> {
    return this.attributes.list();
  }

  @Scope('flags:write')
  @Summary('Declare an attribute: from the first one on, conditions may name only what is declared')
  @Put(':name')
  declare(
    @Param('name', name) attribute: string,
    @Body({ schema: attributeSchema }) body: AttributeBody,
    @Caller() caller: Principal,
  ): Promise<AttributeView> {
    return this.attributes.declare(attribute, body, caller);
  }

  @Scope('flags:write')
  @Summary('Take back the declaration of an attribute; flags that name it stay as they are')
  @Delete(':name')
  @HttpCode(204)
  remove(@Param('name', name) attribute: string, @Caller() caller: Principal): Promise<void> {
    return this.attributes.remove(attribute, caller);
  }
}
