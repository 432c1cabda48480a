package io.schemamigration.core.source;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.ExpandList;
import io.schemamigration.core.sql.SqlComment;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.StatementKind;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of a source, and tells all that is wrong with them at once. */
final class SourceReader {
  private final Dialect dialect;
  private final Map<String, SourceFile> files = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  SourceReader(Dialect dialect) {
    this.dialect = dialect;
  }

  MigrationSource read(List<SourceFile> given) throws SourceException {
    var names = new ArrayList<String>(given.size());
    for (var file : given) {
      names.add(file.name());
      files.put(file.name(), file);
    }
    var grouped = SourceNames.of(names);
    problems.addAll(grouped.problems());
    var migrations = new ArrayList<Migration>();
    for (var migration : grouped.migrations()) {
      migrations.add(read(migration));
    }
    if (!problems.isEmpty()) {
      throw new SourceException(problems);
    }
    return new MigrationSource(migrations, Digest.of(given));
  }

  private Migration read(SourceNames.Files migration) {
    var upFile = file(migration.up());
    var text = Utf8.decode(upFile, problems);
    var comments = comments(text);
    var sections = Sections.of(upFile.name(), text, comments, problems);
    var up = split(upFile.name(), sections.up(), sections.upLine());
    var declared = declared(migration, upFile.name(), sections.header());
    var undecided = declared.phase() == null ? firstUndecided(up) : null;
    var described = declared.description();
    return new Migration(
        migration.version(),
        described == null ? migration.up().description() : described,
        declared.phase() == null && undecided == null ? Phase.EXPAND : declared.phase(),
        declared.phase() != null,
        undecided,
        upFile.name(),
        migration.down() == null ? upFile.name() : migration.down().file(),
        Digest.sha256(upFile.content()),
        up,
        down(migration, upFile, sections),
        allTransactional(up),
        overtakes(migration.version(), declared),
        declared.metadata());
  }

  private Declaration declared(
      SourceNames.Files migration, String upFile, List<SqlComment> comments) {
    var header = Header.read(upFile, comments, problems);
    var metadata = migration.metadata();
    if (metadata == null) {
      return header;
    }
    var file = file(metadata);
    var text = Utf8.decode(file, problems);
    return header.with(
        MetadataYaml.read(file.name(), text, migration.version(), problems), problems);
  }

  private List<Version> overtakes(Version version, Declaration declared) {
    var overtakes = declared.overtakes();
    if (overtakes == null) {
      return List.of();
    }
    for (var overtaken : overtakes) {
      if (!overtaken.isBelow(version)) {
        problems.add(
            new Problem(
                declared.file(),
                null,
                "overtakes " + overtaken + ", which doesn't come before " + version,
                "list contract migrations with lower versions"));
      }
    }
    return overtakes;
  }

  private List<Statement> down(SourceNames.Files migration, SourceFile upFile, Sections sections) {
    var downFile = migration.down();
    if (downFile == null) {
      return split(upFile.name(), sections.down(), sections.downLine());
    }
    if (!sections.down().isBlank()) {
      problems.add(
          new Problem(
              upFile.name(),
              sections.downLine(),
              "there is a Down section here and " + downFile.file() + " beside it",
              "keep one of them"));
    }
    var file = file(downFile);
    return split(file.name(), Utf8.decode(file, problems), 1);
  }

  private List<SqlComment> comments(String text) {
    try {
      return SqlComment.in(dialect, text);
    } catch (UnreadableSqlException e) {
      return List.of(); // told when the text is split
    }
  }

  private List<Statement> split(String file, String text, int firstLine) {
    List<Statement> statements;
    try {
      statements = SqlSplitter.split(dialect, text, firstLine);
    } catch (UnreadableSqlException e) {
      problems.add(new Problem(file, e.line(), String.valueOf(e.getMessage()), e.hint()));
      return List.of();
    }
    for (var statement : statements) {
      if (StatementKind.transactionControl(dialect, statement)) {
        problems.add(
            new Problem(
                file,
                statement.line(),
                "a migration can't begin or end transactions",
                "leave the statement out: each migration runs in a transaction of its own"));
      }
    }
    return statements;
  }

  private @Nullable Statement firstUndecided(List<Statement> statements) {
    for (var statement : statements) {
      if (!ExpandList.isExpand(dialect, statement)) {
        return statement;
      }
    }
    return null;
  }

  private boolean allTransactional(List<Statement> statements) {
    for (var statement : statements) {
      if (!StatementKind.transactional(dialect, statement)) {
        return false;
      }
    }
    return true;
  }

  private SourceFile file(FileName name) {
    var file = files.get(name.file());
    if (file == null) {
      throw new IllegalStateException(name.file() + " was listed, but not given");
    }
    return file;
  }
}
