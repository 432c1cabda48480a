# --- Users

# --- !Ups
CREATE TABLE users (id integer PRIMARY KEY);

# --- !Downs
DROP TABLE users;
