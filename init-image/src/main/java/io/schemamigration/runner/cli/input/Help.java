package io.schemamigration.runner.cli.input;

import io.schemamigration.core.report.ExitCode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The help texts. */
public final class Help {
  private Help() {}

  /** Verbs that need no database, and look into one where it is named. */
  private static final Set<Verb> OFFLINE =
      EnumSet.of(Verb.VALIDATE, Verb.SPLIT, Verb.RENUMBER, Verb.SQL);

  /** What a flag means to one verb only. */
  private static final Map<String, String> SPECIAL =
      Map.of(
          "lint output", "text, json, sarif or github (default: text)",
          "adopt from", "the other tool, e.g. flyway (default: the one whose table exists)",
          "adopt accept-checksum", "why files may differ from what was applied: [FILE=]REASON[,…]",
          "baseline to", "the version that the database is at, 0 for none",
          "down to", "roll back what is above this version, 0 for everything",
          "rehearse query-file", "file with queries whose plans are compared, one a line, or CSV",
          "step version", "the version that the code was built for (expand)");

  private static final Map<String, List<Verb>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put(
        "Every day",
        List.of(Verb.CREATE, Verb.PLAN, Verb.UP, Verb.STATUS, Verb.DOWN, Verb.TO, Verb.REDO));
    GROUPS.put(
        "Files",
        List.of(
            Verb.LINT,
            Verb.EXPLAIN,
            Verb.VALIDATE,
            Verb.SPLIT,
            Verb.RENUMBER,
            Verb.MERGE,
            Verb.LATEST));
    GROUPS.put(
        "A database",
        List.of(
            Verb.CURRENT,
            Verb.HISTORY,
            Verb.VERIFY,
            Verb.SQL,
            Verb.REHEARSE,
            Verb.BACKUP,
            Verb.RESTORE));
    GROUPS.put(
        "Taking over, putting right",
        List.of(Verb.ADOPT, Verb.BASELINE, Verb.MARK_APPLIED, Verb.MARK_ROLLED_BACK, Verb.REPAIR));
    GROUPS.put("For shells and the operator", List.of(Verb.COMPLETION, Verb.STEP));
  }

  /** The verbs, in groups. */
  public static String all() {
    var text =
        new StringBuilder(
            "migrate: applies database migrations, exactly once\n\nUsage: migrate VERB [--flag value …]\n");
    for (var group : GROUPS.entrySet()) {
      text.append("\n").append(group.getKey()).append(":\n");
      for (var verb : group.getValue()) {
        text.append("  %-16s %s%n".formatted(verb.text(), verb.summary()));
      }
    }
    text.append(
        """

        Database: --url sqlite:PATH | postgres://USER@HOST/DB | jdbc:postgresql://…, or --url-file FILE;
                  --user-file, --password-file, --ca-file FILE; --history-schema NAME
        Files:    --dir FOLDER (default: migrations, db/migrations or where Flyway has them)
        Output:   --output text|json
        Environment: MIGRATE_URL, MIGRATE_URL_FILE, DATABASE_URL, PGPASSWORD, MIGRATE_DIR
        Settings: .migrate.toml in the working folder (url-from, dir, lock-timeout, concurrent-indexes)

        """);
    codes(text);
    return text.append(
            "\nmigrate VERB --help shows its flags and an example; migrate --version prints the version.\n")
        .toString();
  }

  /** The flags of a verb: its own first, then those of the connection and of the backup. */
  public static String of(Verb verb) {
    var flags = verb.flags();
    var text = new StringBuilder("migrate " + verb.text() + ": " + verb.summary() + "\n");
    text.append("\nExample:\n  ").append(verb.example()).append('\n');
    flags("Flags", verb, flags.own(), text);
    flags("Connection", verb, flags.connection(), text);
    flags("Backup before the run", verb, flags.backup(), text);
    flags("Everywhere", verb, Flags.everywhere(), text);
    codes(text.append('\n'));
    return text.toString();
  }

  private static void flags(String title, Verb verb, List<Flag> flags, StringBuilder text) {
    if (flags.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    for (var flag : flags) {
      text.append("  %-20s %s%n".formatted(flag, meaning(verb, flag)));
    }
  }

  /** What a flag means to that verb. */
  public static String meaning(Verb verb, Flag flag) {
    var special = SPECIAL.get(verb.text() + " " + flag.text());
    var meaning = special == null ? flag.meaning() : special;
    if (flag == Flag.URL && verb.flags().contains(Flag.LOCK_TIMEOUT) && !OFFLINE.contains(verb)) {
      return meaning + " (required, or MIGRATE_URL, DATABASE_URL, --url-file)";
    }
    return verb.needs(flag) ? meaning + " (required)" : meaning;
  }

  private static void codes(StringBuilder text) {
    text.append("Exit codes:\n");
    for (var code : ExitCode.values()) {
      text.append("  %d  %s%n".formatted(code.code(), code.meaning()));
    }
  }
}
