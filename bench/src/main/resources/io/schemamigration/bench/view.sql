CREATE VIEW overview_%2$d AS
SELECT date_trunc('month', t.created_at) AS month,
       count(*) AS how_many,
       sum(t.amount) FILTER (WHERE t.amount > %3$d) AS large,
       avg(t.amount) AS mean,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY t.amount) AS ninth_decile
  FROM %1$s t
  LEFT JOIN LATERAL (
        SELECT o.id FROM %1$s o WHERE o.created_at < t.created_at ORDER BY o.created_at DESC LIMIT 1
       ) before ON true
 WHERE t.created_at > now() - interval '%4$d days'
 GROUP BY 1
HAVING count(*) > 1
 ORDER BY 1 DESC;
COMMENT ON VIEW overview_%2$d IS 'For the monthly report number %2$d.';
