package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.adopt.Adoption;
import io.schemamigration.runner.adopt.Wish;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.AdoptReport;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.tool.Tool;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code migrate adopt}: continues where another tool is; that tool's table stays as it is. */
final class AdoptCommand {
  /** The beginning of a file's own reason. */
  private static final Pattern NAMED = Pattern.compile("[^,=\\s]+\\.sql=");

  private final Console console;
  private final Arguments arguments;

  AdoptCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var access = arguments.access();
    var files = Folder.read(arguments.dir());
    var source = Sources.open(arguments, access.url().dialect(), null).settledWhole();
    var wish = new Wish(from(), arguments.get(Flag.TABLE), mapped(), accepted(), zone());
    boolean dry = arguments.has(Flag.DRY_RUN);
    try (var session =
        dry ? Session.openToRead(access, console.err()::println) : Session.open(access)) {
      if (session == null) {
        throw new RefusedException(
            Reason.NEEDS_APPROVAL, "there is no database " + access, "Check the --url.");
      }
      if (!dry) {
        session.lock(console.err()::println, () -> false);
        session.begin(console.err()::println);
      }
      try {
        refuseTwice(new Ledger(session));
        var adoption = Adoption.read(session, source, files, wish);
        if (!dry) {
          consent(adoption);
          write(session, adoption, source);
          session.commit();
        }
        tell(adoption, dry);
      } finally {
        session.rollback();
      }
    }
    return ExitCode.DONE;
  }

  /** What the tool didn't note may not be true. */
  private void consent(Adoption adoption) {
    var beliefs = adoption.beliefs();
    var told = beliefs.told();
    if (told == null || arguments.has(Flag.YES)) {
      return;
    }
    var missing = String.join("; ", beliefs.missing());
    var answer =
        Consent.ask(
            console,
            told + (missing.isEmpty() ? "" : ". But " + missing) + ". Take over all of them?");
    boolean no = answer == null ? !missing.isEmpty() : !answer;
    if (no) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL,
          told + (missing.isEmpty() ? "" : "; but " + missing),
          "Take over all of them with --yes. Then record each one that isn't applied: migrate mark-rolled-back VERSION;"
              + " migrate up applies it.");
    }
  }

  private static void refuseTwice(Ledger ledger) {
    boolean used = ledger.hasHistory() && !ledger.history().isEmpty();
    if (used || (ledger.exists() && ledger.row(false) != null)) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL, "this database already has a history", "See migrate status.");
    }
  }

  private void write(Session session, Adoption adoption, MigrationSource source) {
    var ledger = new Ledger(session);
    ledger.create();
    ledger.born(new Token(1, "adopt"), CompatibilityWindow.EMPTY, arguments.get(Flag.OWNER));
    adoption.write(session);
    var pending = adoption.pending().stream().map(Migration::version).toList();
    var window = adoption.window();
    ledger.move(window.minimum(), window.maximum(), pending, source.digest());
  }

  private @Nullable Tool from() {
    var text = arguments.get(Flag.FROM);
    if (text == null) {
      return null;
    }
    return Tool.parse(text)
        .orElseThrow(() ->
            new UsageException(
                "--from is one of "
                    + String.join(", ", Tool.adoptable().stream().map(Tool::text).toList())
                    + ", not "
                    + text));
  }

  /** {@code REASON} for all, or {@code FILE=REASON[,FILE=REASON…]}. */
  private Wish.Accepted accepted() {
    var text = arguments.get(Flag.ACCEPT_CHECKSUM);
    var files = new HashMap<String, String>();
    if (text == null || !NAMED.matcher(text).lookingAt()) {
      return new Wish.Accepted(text, files);
    }
    for (var pair : text.split(",(?=" + NAMED.pattern() + ")", -1)) {
      int equals = pair.indexOf('=');
      files.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new Wish.Accepted(null, files);
  }

  private @Nullable ZoneId zone() {
    var text = arguments.get(Flag.TIME_ZONE);
    try {
      return text == null ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new UsageException("--time-zone is a zone such as UTC or Europe/Berlin, not " + text);
    }
  }

  private Map<String, Version> mapped() {
    var revisions = new HashMap<String, Version>();
    var text = arguments.get(Flag.MAP);
    if (text == null) {
      return revisions;
    }
    for (var pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      var version = Version.parse(pair.substring(equals + 1).strip());
      if (equals < 1 || version.isEmpty()) {
        throw new UsageException("--map is NAME=VERSION[,…], not " + pair);
      }
      revisions.put(pair.substring(0, equals).strip(), version.get());
    }
    return revisions;
  }

  private void tell(Adoption adoption, boolean dry) {
    var report = new AdoptReport(adoption, dry);
    report.notes().forEach(note -> console.err().println("note: " + note));
    console.out().print((arguments.json() ? report.json() : report.text()) + "\n");
  }
}
