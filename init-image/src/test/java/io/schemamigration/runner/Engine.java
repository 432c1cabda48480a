package io.schemamigration.runner;

/** The databases that the tests run on. */
enum Engine {
  SQLITE,
  POSTGRESQL
}
