package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.foresee.Standing;

/** {@code migrate status}. */
final class StatusCommand {
  private final Console console;
  private final Arguments arguments;

  StatusCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var files = Sources.open(arguments, dialect, null).remembering(arguments.memory());
    var found = Standing.read(access, console.err()::println);
    var source = files.settled(found.state().open(files.migrations()));
    files.judge().keep();
    var listing =
        Listing.of(source.migrations(), found.history())
            .with(found.positions())
            .with(source.repeatables(), found.repeatables());
    var window = found.window();
    if (arguments.json()) {
      console.out().println(listing.json(window));
    } else {
      console.out().print(listing.past());
      found.positions().forEach(this::position);
      window(window);
    }
    return arguments.has(Flag.EXIT_CODE) && listing.isPending() ? ExitCode.PENDING : ExitCode.DONE;
  }

  private void position(Version version, BatchPosition position) {
    var percent = position.percent(0);
    console
        .out()
        .println(
            version
                + ": backfill of "
                + position.of()
                + ": "
                + (percent == null ? "" : percent + " %, ")
                + position.words());
  }

  private void window(CompatibilityWindow window) {
    console
        .out()
        .println(
            window.words()
                + (window.claim() == null ? "" : "; contract " + window.claim() + " is claimed"));
  }
}
