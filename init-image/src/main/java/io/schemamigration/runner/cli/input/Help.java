package io.schemamigration.runner.cli.input;

import io.schemamigration.core.report.ExitCode;

/** The help texts. */
public final class Help {
  private Help() {}

  public static String all() {
    var text =
        new StringBuilder(
            "migrate: applies database migrations, exactly once\n\nUsage: migrate VERB [--flag value …]\n\nVerbs:\n");
    for (var verb : Verb.values()) {
      text.append("  %-16s %s%n".formatted(verb.text(), verb.summary()));
    }
    text.append(
        """

        Database: --url sqlite:PATH | postgres://USER@HOST/DB | jdbc:postgresql://…, or --url-file FILE;
                  --user-file, --password-file, --ca-file FILE; --history-schema NAME
        Files:    --dir FOLDER (default: migrations, db/migrations or where Flyway has them)
        Output:   --output text|json
        Environment: MIGRATE_URL, MIGRATE_URL_FILE, DATABASE_URL, MIGRATE_DIR; PGHOST and others complete a URL

        Exit codes:
        """);
    for (var code : ExitCode.values()) {
      text.append("  %d  %s%n".formatted(code.code(), code.meaning()));
    }
    return text.append(
            "\nmigrate VERB --help shows its flags and an example; migrate --version prints the version.\n")
        .toString();
  }

  public static String of(Verb verb) {
    var text = new StringBuilder("migrate " + verb.text() + ": " + verb.summary() + "\n\nFlags:\n");
    for (var flag : verb.flags().inOrder()) {
      text.append("  %-20s %s%n".formatted(flag, flag.meaning()));
    }
    text.append("\nExample:\n  ").append(verb.example()).append("\n\nExit codes:\n");
    for (var code : ExitCode.values()) {
      text.append("  %d  %s%n".formatted(code.code(), code.meaning()));
    }
    return text.toString();
  }
}
