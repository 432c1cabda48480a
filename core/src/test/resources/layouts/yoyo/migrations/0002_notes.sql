-- Notes
-- depends: 0001_users

CREATE TABLE notes (id integer PRIMARY KEY);
