-- What was too narrow.
-- params: none
ALTER TABLE "snapshot"."shop_projects" DROP COLUMN "goal";
