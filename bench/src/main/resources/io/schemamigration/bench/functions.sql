-- Keeps a trace of what changes and says what it adds up to.
CREATE FUNCTION note_%1$d() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    difference numeric(14, 2) := 0;
    limit_%1$d constant integer := %3$d;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.updated_at := coalesce(NEW.updated_at, now());
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RAISE NOTICE 'row %% of %% is deleted', OLD.id, TG_TABLE_NAME;
        RETURN OLD;
    END IF;
    difference := NEW.amount - OLD.amount;
    IF abs(difference) > limit_%1$d THEN
        RAISE EXCEPTION 'the amount of %% may change by %% only', NEW.id, limit_%1$d
            USING HINT = 'split the change', ERRCODE = 'check_violation';
    END IF;
    IF NEW.title IS DISTINCT FROM OLD.title AND length(NEW.title) > %4$d THEN
        NEW.title := left(NEW.title, %4$d);
    END IF;
    NEW.updated_at := now();
    RETURN NEW;
END
$body$;

CREATE TRIGGER note_%1$d BEFORE INSERT OR UPDATE ON %2$s
    FOR EACH ROW EXECUTE FUNCTION note_%1$d();

CREATE FUNCTION total_%1$d(first_id bigint, since timestamptz DEFAULT '-infinity')
RETURNS TABLE (id bigint, running numeric, share numeric) LANGUAGE sql STABLE AS $body$
    WITH RECURSIVE chain AS (
        SELECT t.id, t.amount, 1 AS depth FROM %2$s t WHERE t.id = first_id AND t.created_at >= since
        UNION ALL
        SELECT t.id, t.amount, chain.depth + 1
          FROM %2$s t JOIN chain ON t.id = chain.id + %5$d
         WHERE chain.depth < %6$d
    ), added AS (
        SELECT chain.id, sum(chain.amount) OVER (ORDER BY chain.depth) AS running FROM chain
    )
    SELECT added.id, added.running,
           CASE WHEN sum(added.running) OVER () = 0 THEN 0
                ELSE round(added.running / sum(added.running) OVER (), %7$d) END
      FROM added ORDER BY added.id;
$body$;
COMMENT ON FUNCTION total_%1$d(bigint, timestamptz) IS 'Adds up %2$s from one row on, at most %6$d of them.';
