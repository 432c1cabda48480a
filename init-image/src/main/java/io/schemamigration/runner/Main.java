package io.schemamigration.runner;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Shutdown;

/** {@code migrate}. */
public final class Main {
  private Main() {}

  /** Runs one verb and ends with its exit code. */
  public static void main(String[] args) {
    Shutdown.watch();
    var code = new Cli(Console.system(), System.getenv()).run(args);
    System.out.flush();
    System.err.flush();
    Shutdown.done();
    Runtime.getRuntime().exit(code.code());
  }
}
