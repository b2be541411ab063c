DROP INDEX "plugins_by_popularity";--> statement-breakpoint
DROP INDEX "plugins_by_downloads";--> statement-breakpoint
DROP INDEX "plugins_by_rating";--> statement-breakpoint
DROP INDEX "plugins_by_update";--> statement-breakpoint
DROP INDEX "plugins_by_name";--> statement-breakpoint
DROP INDEX "plugins_by_category";--> statement-breakpoint
DROP INDEX "plugins_by_language";--> statement-breakpoint
CREATE INDEX "plugins_by_popularity" ON "plugins" USING btree ("recent_downloads" DESC NULLS FIRST,"downloads" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_downloads" ON "plugins" USING btree ("downloads" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_rating" ON "plugins" USING btree ("rating_score" DESC NULLS FIRST,"reviews_count" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_update" ON "plugins" USING btree ("updated_at" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_name" ON "plugins" USING btree ("name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_category" ON "plugins" USING btree ("category","downloads" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_language" ON "plugins" USING btree ("language","downloads" DESC NULLS FIRST,"name","id") WHERE "plugins"."taken_down_at" is null;