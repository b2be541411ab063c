CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"username" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_admin" boolean DEFAULT false NOT NULL,
	"is_official" boolean DEFAULT false NOT NULL,
	"session_version" integer DEFAULT 0 NOT NULL,
	"suspended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_username_shape" CHECK ("users"."username" ~ '^[A-Za-z0-9][A-Za-z0-9_-]{2,38}$'),
	CONSTRAINT "users_email_normalised" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"action" text NOT NULL,
	"actor_id" uuid,
	"plugin_id" uuid,
	"user_id" uuid,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plugin_dependencies" (
	"version_id" uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"requirement" text NOT NULL,
	CONSTRAINT "plugin_dependencies_version_id_dependency_id_pk" PRIMARY KEY("version_id","dependency_id")
);
--> statement-breakpoint
CREATE TABLE "plugin_owners" (
	"plugin_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plugin_owners_plugin_id_user_id_pk" PRIMARY KEY("plugin_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "plugin_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plugin_id" uuid NOT NULL,
	"version" text NOT NULL,
	"precedence" text COLLATE "C" NOT NULL,
	"is_prerelease" boolean NOT NULL,
	"description" text NOT NULL,
	"category" text NOT NULL,
	"license" text NOT NULL,
	"repository" text,
	"homepage" text,
	"language" text,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"readme" text,
	"manifest" jsonb,
	"min_mockforge_version" text,
	"checksum" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"module_key" text NOT NULL,
	"package_key" text NOT NULL,
	"package_checksum" text NOT NULL,
	"package_size_bytes" integer NOT NULL,
	"wasm" jsonb,
	"downloads" bigint DEFAULT 0 NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_by" uuid NOT NULL,
	"yanked_at" timestamp with time zone,
	"yank_reason" text,
	CONSTRAINT "plugin_versions_precedence_unique" UNIQUE("plugin_id","precedence"),
	CONSTRAINT "plugin_versions_checksum_shape" CHECK ("plugin_versions"."checksum" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "plugin_versions_package_checksum_shape" CHECK ("plugin_versions"."package_checksum" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "plugin_versions_category_known" CHECK ("plugin_versions"."category" in ('auth', 'template', 'response', 'datasource', 'middleware', 'testing', 'observability', 'other')),
	CONSTRAINT "plugin_versions_size_positive" CHECK ("plugin_versions"."size_bytes" > 0 and "plugin_versions"."package_size_bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "plugins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"canonical_name" text GENERATED ALWAYS AS (translate(name, '01i-', 'oll')) STORED NOT NULL,
	"author_id" uuid NOT NULL,
	"description" text NOT NULL,
	"category" text NOT NULL,
	"license" text NOT NULL,
	"repository" text,
	"homepage" text,
	"language" text,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"current_version_id" uuid,
	"downloads" bigint DEFAULT 0 NOT NULL,
	"recent_downloads" integer DEFAULT 0 NOT NULL,
	"week_downloads" integer DEFAULT 0 NOT NULL,
	"previous_week_downloads" integer DEFAULT 0 NOT NULL,
	"rating_sum" integer DEFAULT 0 NOT NULL,
	"reviews_count" integer DEFAULT 0 NOT NULL,
	"rating_score" real GENERATED ALWAYS AS ((rating_sum + 17.5) / (reviews_count + 5)) STORED NOT NULL,
	"verified_at" timestamp with time zone,
	"taken_down_at" timestamp with time zone,
	"takedown_reason" text,
	"search" "tsvector" GENERATED ALWAYS AS (plugin_search_document(name, tags, description)) STORED,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plugins_name_unique" UNIQUE("name"),
	CONSTRAINT "plugins_canonical_name_unique" UNIQUE("canonical_name"),
	CONSTRAINT "plugins_name_shape" CHECK ("plugins"."name" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length("plugins"."name") <= 50),
	CONSTRAINT "plugins_category_known" CHECK ("plugins"."category" in ('auth', 'template', 'response', 'datasource', 'middleware', 'testing', 'observability', 'other'))
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"name" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_votes" (
	"review_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"helpful" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "review_votes_review_id_user_id_pk" PRIMARY KEY("review_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plugin_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"rating" smallint NOT NULL,
	"title" text,
	"comment" text NOT NULL,
	"helpful_count" integer DEFAULT 0 NOT NULL,
	"unhelpful_count" integer DEFAULT 0 NOT NULL,
	"response_text" text,
	"responded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reviews_one_per_user" UNIQUE("plugin_id","user_id"),
	CONSTRAINT "reviews_rating_range" CHECK ("reviews"."rating" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "download_counters" (
	"counter" text PRIMARY KEY NOT NULL,
	"last_sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plugin_downloads_daily" (
	"version_id" uuid NOT NULL,
	"day" date NOT NULL,
	"plugin_id" uuid NOT NULL,
	"downloads" integer NOT NULL,
	CONSTRAINT "plugin_downloads_daily_version_id_day_pk" PRIMARY KEY("version_id","day")
);
--> statement-breakpoint
CREATE TABLE "registry_totals" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"plugins" integer DEFAULT 0 NOT NULL,
	"verified_plugins" integer DEFAULT 0 NOT NULL,
	"versions" integer DEFAULT 0 NOT NULL,
	"users" integer DEFAULT 0 NOT NULL,
	"reviews" integer DEFAULT 0 NOT NULL,
	"rating_sum" bigint DEFAULT 0 NOT NULL,
	"downloads" bigint DEFAULT 0 NOT NULL,
	"plugins_by_category" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "registry_totals_only_row" CHECK ("registry_totals"."only_row")
);
--> statement-breakpoint
CREATE TABLE "user_downloads" (
	"user_id" uuid NOT NULL,
	"plugin_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_downloads_user_id_plugin_id_pk" PRIMARY KEY("user_id","plugin_id")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_dependencies" ADD CONSTRAINT "plugin_dependencies_version_id_plugin_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."plugin_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_dependencies" ADD CONSTRAINT "plugin_dependencies_dependency_id_plugins_id_fk" FOREIGN KEY ("dependency_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_owners" ADD CONSTRAINT "plugin_owners_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_owners" ADD CONSTRAINT "plugin_owners_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_owners" ADD CONSTRAINT "plugin_owners_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugins" ADD CONSTRAINT "plugins_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugins" ADD CONSTRAINT "plugins_current_version_id_plugin_versions_id_fk" FOREIGN KEY ("current_version_id") REFERENCES "public"."plugin_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_votes" ADD CONSTRAINT "review_votes_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_votes" ADD CONSTRAINT "review_votes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_version_id_plugin_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."plugin_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_downloads_daily" ADD CONSTRAINT "plugin_downloads_daily_version_id_plugin_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."plugin_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plugin_downloads_daily" ADD CONSTRAINT "plugin_downloads_daily_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_downloads" ADD CONSTRAINT "user_downloads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_downloads" ADD CONSTRAINT "user_downloads_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_unique" ON "users" USING btree (lower("username"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_unique" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "users_created" ON "users" USING btree ("created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_log_plugin" ON "audit_log" USING btree ("plugin_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "plugin_dependencies_dependents" ON "plugin_dependencies" USING btree ("dependency_id","version_id");--> statement-breakpoint
CREATE INDEX "plugin_owners_user" ON "plugin_owners" USING btree ("user_id","plugin_id");--> statement-breakpoint
CREATE INDEX "plugin_versions_published" ON "plugin_versions" USING btree ("published_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "plugin_versions_publisher" ON "plugin_versions" USING btree ("published_by");--> statement-breakpoint
CREATE INDEX "plugins_search" ON "plugins" USING gin ("search");--> statement-breakpoint
CREATE INDEX "plugins_tags" ON "plugins" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "plugins_name_trigrams" ON "plugins" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "plugins_name_prefix" ON "plugins" USING btree ("name" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "plugins_by_popularity" ON "plugins" USING btree ("recent_downloads" DESC NULLS FIRST,"downloads" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_downloads" ON "plugins" USING btree ("downloads" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_rating" ON "plugins" USING btree ("rating_score" DESC NULLS FIRST,"reviews_count" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_update" ON "plugins" USING btree ("updated_at" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_name" ON "plugins" USING btree ("name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_security" ON "plugins" USING btree (("verified_at" is not null) desc,"rating_score" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_category" ON "plugins" USING btree ("category","downloads" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_language" ON "plugins" USING btree ("language","downloads" DESC NULLS FIRST,"name") WHERE "plugins"."taken_down_at" is null;--> statement-breakpoint
CREATE INDEX "plugins_by_author" ON "plugins" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "review_votes_user" ON "review_votes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "reviews_by_helpfulness" ON "reviews" USING btree ("plugin_id",("helpful_count" - "unhelpful_count") desc,"created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "reviews_by_time" ON "reviews" USING btree ("plugin_id","created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "reviews_by_rating" ON "reviews" USING btree ("plugin_id","rating");--> statement-breakpoint
CREATE INDEX "reviews_by_user" ON "reviews" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "plugin_downloads_daily_plugin" ON "plugin_downloads_daily" USING btree ("plugin_id","day");