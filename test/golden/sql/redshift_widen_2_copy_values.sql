-- Every old value, exactly.
-- params: none
UPDATE "snapshot"."shop_projects"
SET "goal__wider" = CAST("goal" AS DECIMAL(21, 2));
