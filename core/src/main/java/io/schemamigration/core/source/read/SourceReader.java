package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.Utf8;
import io.schemamigration.core.source.name.FileName;
import io.schemamigration.core.source.name.SourceNames;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of a source, and reports all that is wrong with them at once. */
final class SourceReader {
  private final Map<String, SourceFile> files;
  private final Digest digest;
  private final List<Problem> problems = new ArrayList<>();
  private final SqlReader sql;
  private final SourceNames grouped;
  private final References references;

  SourceReader(Dialect dialect, Map<String, SourceFile> files, SourceNames grouped, Digest digest) {
    this.files = files;
    this.grouped = grouped;
    this.digest = digest;
    this.references = new References(grouped, problems);
    this.sql = new SqlReader(dialect, problems);
  }

  MigrationSource read() throws SourceException {
    problems.addAll(grouped.problems());
    var migrations = migrations();
    var repeatables = repeatables();
    Dependencies.check(migrations, problems);
    if (!problems.isEmpty()) {
      throw new SourceException(problems);
    }
    return new MigrationSource(migrations, repeatables, digest.text());
  }

  /** Reads what can be read. */
  Survey survey() {
    problems.addAll(grouped.problems());
    var migrations = migrations();
    var repeatables = repeatables();
    Dependencies.check(migrations, problems);
    blanks(migrations);
    var wholes = new HashMap<String, String>();
    for (var files : grouped.migrations()) {
      addParts(files, wholes);
    }
    for (var files : grouped.repeatables()) {
      addParts(files, wholes);
    }
    return new Survey(migrations, repeatables, problems, wholes);
  }

  /** Only of files in which nothing else is wrong: of those, all statements are known. */
  private void blanks(List<Migration> migrations) {
    var wrong = new HashSet<@Nullable String>();
    problems.forEach(problem -> wrong.add(problem.file()));
    for (var migration : migrations) {
      if (migration.blank() && !wrong.contains(migration.file())) {
        problems.add(migration.notFilledIn());
      }
    }
  }

  private static void addParts(SourceNames.Files files, Map<String, String> wholes) {
    for (var part : files.all()) {
      wholes.put(part.file(), files.up().file());
    }
  }

  private List<Migration> migrations() {
    var migrations = new ArrayList<Migration>();
    for (var migration : grouped.migrations()) {
      migrations.add(migration(migration));
    }
    return migrations;
  }

  private List<Repeatable> repeatables() {
    var repeatables = new ArrayList<Repeatable>();
    for (var repeatable : grouped.repeatables()) {
      repeatables.add(repeatable(repeatable));
    }
    return repeatables;
  }

  /** What the files of a migration say, before it is known what kind it is. */
  private record Said(
      SourceFile file,
      Sections sections,
      List<Statement> up,
      OtherSettings settings,
      boolean plain,
      Declaration declared) {}

  private Said said(SourceNames.Files files) {
    var upFile = file(files.up());
    var text = Utf8.decode(upFile, problems);
    var sections = Sections.of(upFile.name(), text, sql, problems);
    var up = sql.up(upFile.name(), sections);
    var settings = settings(files);
    if (files.up().form() == FileName.Form.FLYWAY && settings.placeholders()) {
      sql.refusePlaceholders(upFile.name(), up);
    }
    boolean plain = settings.plain() || sections.upPlain() || files.up().autocommit();
    var statements = plain ? sql.plain(up) : up;
    return new Said(upFile, sections, statements, settings, plain, declared(files, sections));
  }

  private Migration migration(SourceNames.Files files) {
    var said = said(files);
    var declared = said.declared();
    var down = down(files, said);
    var undecided = declared.phase() == null ? sql.firstUndecided(said.up()) : null;
    var described = declared.description();
    return new Migration(
        files.version(),
        described == null ? files.up().description() : described,
        declared.phase() == null && undecided == null ? Phase.EXPAND : declared.phase(),
        declared.phase() != null,
        undecided,
        said.file().name(),
        files.down() == null ? said.file().name() : files.down().file(),
        digest.checksum(said.file().name()),
        said.up(),
        down,
        !said.plain() && sql.allTransactional(said.up()),
        overtakes(files.version(), declared),
        declared.dependsOn(),
        sql.verifications(declared.verifications()),
        declared.metadata(),
        null,
        said.file(),
        said.up().isEmpty() && !BlankFile.isExplained(said.sections().header()));
  }

  private Repeatable repeatable(SourceNames.Files files) {
    var said = said(files);
    var declared = said.declared();
    var phase = declared.phase();
    if (phase == null && sql.firstUndecided(said.up()) == null) {
      phase = Phase.EXPAND;
    }
    if (said.plain() || !sql.allTransactional(said.up())) {
      problems.add(
          new Problem(
              said.file().name(),
              null,
              "what is run again and again has to fit into a transaction",
              "put such a statement into a migration with a version"));
    }
    return new Repeatable(
        files.up().base(),
        declared.description() == null ? files.up().description() : declared.description(),
        phase,
        said.file().name(),
        digest.checksum(said.file().name()),
        said.up(),
        sql.verifications(declared.verifications()),
        declared.phase() != null,
        declared.metadata().acceptances(),
        said.file());
  }

  private OtherSettings settings(SourceNames.Files files) {
    var name = files.settings();
    if (name == null) {
      return OtherSettings.NONE;
    }
    var file = file(name);
    return OtherSettings.read(file.name(), Utf8.decode(file, problems), problems);
  }

  private Declaration declared(SourceNames.Files files, Sections sections) {
    var up = files.up().file();
    var header = Header.read(up, sections.header(), references, sql.keys(up), problems);
    var metadata = files.metadata();
    if (metadata == null) {
      return header;
    }
    var file = file(metadata);
    var text = Utf8.decode(file, problems);
    var said = MetadataYaml.read(file.name(), text, files.version(), references, problems);
    return header.with(said, problems);
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

  private List<Statement> down(SourceNames.Files files, Said said) {
    var sections = said.sections();
    var downFile = files.down();
    if (downFile == null) {
      return sql.down(said.file().name(), sections.down(), sections.downLine());
    }
    if (!sections.down().isBlank()) {
      problems.add(
          new Problem(
              said.file().name(),
              sections.downLine(),
              "there is a Down section here and " + downFile.file() + " beside it",
              "keep one of them"));
    }
    var file = file(downFile);
    var statements = sql.down(file.name(), Utf8.decode(file, problems), 1);
    if (downFile.form() == FileName.Form.FLYWAY && said.settings().placeholders()) {
      sql.refusePlaceholders(file.name(), statements);
    }
    return statements;
  }

  private SourceFile file(FileName name) {
    var file = files.get(name.file());
    if (file == null) {
      throw new IllegalStateException(name.file() + " was listed, but not given");
    }
    return file;
  }
}
