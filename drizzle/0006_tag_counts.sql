ALTER TABLE "plugin_versions" DROP CONSTRAINT "plugin_versions_checksum_shape";--> statement-breakpoint
ALTER TABLE "plugin_versions" DROP CONSTRAINT "plugin_versions_package_checksum_shape";--> statement-breakpoint
ALTER TABLE "tags" ADD COLUMN "plugins" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_checksum_shape" CHECK (length("plugin_versions"."checksum") = 64 and "plugin_versions"."checksum" !~ '[^0-9a-f]');--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_package_checksum_shape" CHECK (length("plugin_versions"."package_checksum") = 64 and "plugin_versions"."package_checksum" !~ '[^0-9a-f]');