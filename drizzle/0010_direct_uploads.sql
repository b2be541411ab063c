ALTER TABLE "plugin_versions" ADD COLUMN "sbom_checksum" text;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD COLUMN "sbom_signature_checksum" text;--> statement-breakpoint
CREATE UNIQUE INDEX "plugin_versions_sbom_key" ON "plugin_versions" USING btree ("sbom_key");--> statement-breakpoint
CREATE UNIQUE INDEX "plugin_versions_sbom_signature_key" ON "plugin_versions" USING btree ("sbom_signature_key");--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_module_key" ON "uploads" USING btree ("module_key");--> statement-breakpoint
ALTER TABLE "uploads" DROP COLUMN "size_bytes";--> statement-breakpoint
ALTER TABLE "uploads" DROP COLUMN "completed_at";