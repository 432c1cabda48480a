-- phase: expand
ANALYZE posts;
