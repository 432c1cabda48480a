-- @up
CREATE TABLE IF NOT EXISTS users (id integer PRIMARY KEY);
CREATE INDEX IF NOT EXISTS users_id ON users (id);

-- @down
DROP INDEX IF EXISTS users_id;
