package io.schemamigration.runner;

import io.schemamigration.runner.support.Postgres;
import java.io.IOException;
import java.util.UUID;

/**
 * A PostgreSQL to train the command's start with: prints the URL of an empty database whose user
 * logs in with SCRAM, and ends with its input.
 */
final class TrainingServer {
  private TrainingServer() {}

  /** Started by {@code prepare.sh}. */
  public static void main(String[] args) throws IOException {
    var password = UUID.randomUUID().toString();
    Postgres.user("training", password);
    var database = Postgres.create();
    Postgres.admin("ALTER DATABASE " + database + " OWNER TO training");
    var server = "127.0.0.1:" + Postgres.port();
    System.out.println("postgresql://training:" + password + "@" + server + "/" + database);
    System.out.flush();
    while (System.in.read() >= 0) {
      // until whoever started it has done what it wanted
    }
    System.exit(0);
  }
}
