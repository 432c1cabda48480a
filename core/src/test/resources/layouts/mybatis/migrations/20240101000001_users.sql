-- // create users
-- Migration SQL that makes the change goes here.

CREATE TABLE users (id integer PRIMARY KEY);

-- //@UNDO
-- SQL to undo the change goes here.

DROP TABLE users;
