CREATE TABLE "audit_chain" (
	"position" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_chain_audit_unique" UNIQUE("audit_id")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"position" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_only_row" CHECK ("audit_head"."only_row")
);

--> statement-breakpoint
INSERT INTO audit_head (position, hash) VALUES (0, repeat('0', 64));
--> statement-breakpoint
-- Whoever holds a copy of the log can compute the same: SHA-256 of the hash before, in hex, and the row as JSON.
CREATE FUNCTION audit_hash(before text, at bigint, l audit_log) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(before || jsonb_build_array(
    at, l.id, l.action, l.actor_id, l.plugin_id, l.user_id, l.details, extract(epoch FROM l.created_at)
  )::text, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Runs when its transaction commits: the head is the last lock of every writer, held no longer than the commit takes, so
-- it adds no order of locks to those there are. The update sees the head as it is once the lock is granted.
CREATE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit_head;
BEGIN
  UPDATE audit_head SET position = position + 1, hash = audit_hash(hash, position + 1, NEW) RETURNING * INTO STRICT head;
  INSERT INTO audit_chain (position, audit_id, hash) VALUES (head.position, NEW.id, head.hash);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Chains what is in the log and not in the chain: rows from before there was one, or loaded with triggers off.
CREATE FUNCTION chain_audit_rows() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  head audit_head;
  l audit_log;
  chained bigint := 0;
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  FOR l IN SELECT * FROM audit_log WHERE NOT EXISTS (SELECT FROM audit_chain WHERE audit_id = audit_log.id) ORDER BY id LOOP
    head.position := head.position + 1;
    head.hash := audit_hash(head.hash, head.position, l);
    INSERT INTO audit_chain (position, audit_id, hash) VALUES (head.position, l.id, head.hash);
    chained := chained + 1;
  END LOOP;
  UPDATE audit_head SET position = head.position, hash = head.hash;
  RETURN chained;
END $$;
--> statement-breakpoint
-- The long part comes first, while others write; then the log is locked for what they have written meanwhile, and no longer.
SELECT chain_audit_rows();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER chain_audit_row AFTER INSERT ON audit_log
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit_row();
--> statement-breakpoint
SELECT chain_audit_rows();
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
