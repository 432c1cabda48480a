package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.step.MarkStep;
import java.util.Objects;
import java.util.function.Function;

/** {@code migrate mark-applied}, {@code mark-rolled-back}, and {@code repair --accept-checksum}. */
final class MarkCommand {
  private final Console console;
  private final Arguments arguments;

  MarkCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /** Someone rolled a migration back by hand. */
  ExitCode rolledBack() {
    var version = version();
    var window = mark(step -> step.undone(version));
    show("rolledBack", version, "was rolled back", window);
    return ExitCode.DONE;
  }

  /** Someone applied a migration by hand. */
  ExitCode applied() {
    var version = version();
    var reason = arguments.get(Flag.REASON);
    if (reason == null) {
      throw new UsageException(
          "why does it count as applied? Give --reason 'applied by hand on 3 May'; the history keeps it");
    }
    var window = mark(step -> step.applied(version, reason, arguments.has(Flag.YES)));
    show("markedApplied", version, "is applied", window);
    return ExitCode.DONE;
  }

  private Version version() {
    var verb = arguments.verb().text();
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate " + verb + " needs a version, e.g. migrate " + verb + " 3");
    }
    var word = arguments.words().getFirst();
    return Version.parse(word)
        .orElseThrow(
            () -> new UsageException(word + " is not a version such as 7 or 20251127100000"));
  }

  private void show(String member, Version version, String what, CompatibilityWindow window) {
    if (arguments.json()) {
      var json = new JsonWriter();
      json.beginObject().member(member, version.toString());
      Listing.window(json, window);
      console.out().println(json.endObject());
      return;
    }
    console.out().println("recorded that " + version + " " + what + " (" + window.words() + ")");
  }

  /** An edited file is taken as it is. */
  ExitCode acceptChecksum() {
    arguments.need(Flag.ACCEPT_CHECKSUM);
    var version = Objects.requireNonNull(arguments.version(Flag.ACCEPT_CHECKSUM));
    var reason = arguments.get(Flag.REASON);
    if (reason == null) {
      throw new UsageException(
          "why is the edited file accepted? Give --reason 'a comment was added'; the history keeps it");
    }
    mark(step -> {
      step.accepted(version, reason);
      return version;
    });
    console
        .out()
        .println(
            arguments.json()
                ? new JsonWriter()
                    .beginObject()
                    .member("acceptedChecksum", version.toString())
                    .endObject()
                    .toString()
                : "the file of "
                    + version
                    + " is accepted as edited; the history keeps the reason");
    return ExitCode.DONE;
  }

  private <T> T mark(Function<MarkStep, T> change) {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var source = Sources.open(arguments, dialect, null).settledWhole();
    Sources.refuseMissing(access);
    try (var session = Session.open(access)) {
      try {
        return change.apply(
            new MarkStep(
                session, source, arguments.get(Flag.OVERRIDE_OWNER), console.err()::println));
      } finally {
        session.rollback();
      }
    }
  }
}
