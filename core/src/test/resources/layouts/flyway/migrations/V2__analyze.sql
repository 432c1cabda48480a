-- phase: expand
ANALYZE users;
