-- A column that holds more, beside the one that it replaces: Redshift changes no type but that of VARCHAR.
-- params: none
ALTER TABLE "snapshot"."shop_projects" ADD COLUMN "goal__wider" DECIMAL(21, 2);
