package io.schemamigration.runner.support;

/** The databases that the tests run on. */
public enum Engine {
  SQLITE,
  POSTGRESQL
}
