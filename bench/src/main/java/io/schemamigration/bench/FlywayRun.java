package io.schemamigration.bench;

import org.flywaydb.core.Flyway;

/** Flyway as a process: URL, user, folder; the password in the environment. */
public final class FlywayRun {
  private FlywayRun() {}

  /** Migrates. */
  public static void main(String[] args) {
    Flyway.configure()
        .dataSource(args[0], args[1], System.getenv("BENCH_PASSWORD"))
        .locations("filesystem:" + args[2])
        .load()
        .migrate();
  }
}
