-- +goose NO TRANSACTION
-- phase: expand
-- +goose Up
ANALYZE users;
