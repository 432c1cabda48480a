package io.schemamigration.runner;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.Console;
import io.schemamigration.runner.db.Ending;

/** {@code migrate}. */
public final class Main {
  private Main() {}

  /** Runs one verb and ends with its exit code. */
  public static void main(String[] args) {
    Ending.watch();
    var code = new Cli(Console.system(), System.getenv()).run(args);
    System.out.flush();
    System.err.flush();
    Ending.done();
    Runtime.getRuntime().exit(code.code());
  }
}
