-- +goose Up
-- +goose StatementBegin
CREATE TABLE users (id integer PRIMARY KEY, n integer);
-- +goose StatementEnd

-- +goose Down
DROP TABLE users;
