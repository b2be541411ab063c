CREATE TABLE "signing_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"public_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "signing_keys_size" CHECK (octet_length(decode("signing_keys"."public_key", 'base64')) = 32),
	CONSTRAINT "signing_keys_id" CHECK ("signing_keys"."key_id" = encode(sha256(decode("signing_keys"."public_key", 'base64')), 'hex'))
);
--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD COLUMN "signing_key_id" text;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD COLUMN "signature" text;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signing_keys_user" ON "signing_keys" USING btree ("user_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_signing_key_id_signing_keys_key_id_fk" FOREIGN KEY ("signing_key_id") REFERENCES "public"."signing_keys"("key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_signature_has_key" CHECK (("plugin_versions"."signature" is null) = ("plugin_versions"."signing_key_id" is null));