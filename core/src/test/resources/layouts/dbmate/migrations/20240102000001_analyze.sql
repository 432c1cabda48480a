-- phase: expand
-- migrate:up transaction:false
ANALYZE users;

-- migrate:down
