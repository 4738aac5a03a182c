-- The wider one in its place.
-- params: none
ALTER TABLE "snapshot"."shop_projects" RENAME COLUMN "goal__wider" TO "goal";
