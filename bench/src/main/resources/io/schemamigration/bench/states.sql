CREATE TYPE state_%1$d AS ENUM ('draft', 'open', 'waiting_%1$d', 'closed');
CREATE TABLE state_change_%1$d (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject bigint NOT NULL REFERENCES %2$s (id) ON DELETE CASCADE,
    before state_%1$d,
    after state_%1$d NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    by_whom text NOT NULL,
    UNIQUE (subject, at)
);
CREATE INDEX idx_state_change_%1$d ON state_change_%1$d (after, at) INCLUDE (by_whom);
GRANT SELECT ON state_change_%1$d TO CURRENT_USER;
