-- !Ups
CREATE TABLE posts (id integer PRIMARY KEY);

-- !Downs
DROP TABLE posts;
