package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.BranchHeads;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.output.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code migrate merge}: one migration that comes after all ends of a directory's branches. */
final class MergeCommand {
  private final Console console;
  private final Arguments arguments;

  MergeCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var named = arguments.namedDialect();
    var dialect = named == null ? Dialect.POSTGRESQL : named;
    var heads = BranchHeads.of(Sources.read(arguments, dialect));
    var versions = heads.versions();
    var made =
        versions.size() < 2
            ? List.<Path>of()
            : new CreateCommand(console, arguments).make(name(versions), versions);
    if (arguments.json()) {
      console.out().println(json(versions, made));
    } else if (!made.isEmpty()) {
      console.out().println(made.getFirst());
    } else {
      console.out().print(nothing(heads) + "\n");
    }
    return ExitCode.DONE;
  }

  private String name(List<Version> versions) {
    return arguments.words().isEmpty()
        ? "merge " + versions.stream().map(Version::toString).collect(Collectors.joining(" and "))
        : arguments.words().getFirst();
  }

  private String nothing(BranchHeads heads) {
    if (heads.versions().isEmpty()) {
      return "there is no migration";
    }
    if (heads.declared()) {
      return "nothing to merge: everything leads to " + heads.versions().getFirst();
    }
    return "nothing to merge: no migration declares what it depends on, so each follows the one"
        + " with the next lower version.\n  For two with the same version, or one that arrived late: migrate renumber"
        + " FILE --dir "
        + arguments.dir();
  }

  private static String json(List<Version> heads, List<Path> made) {
    var json = new JsonWriter();
    json.beginObject().name("heads").beginArray();
    heads.forEach(version -> json.value(version.toString()));
    json.endArray().name("created").beginArray();
    made.forEach(path -> json.value(path.toString()));
    return json.endArray().endObject().toString();
  }
}
