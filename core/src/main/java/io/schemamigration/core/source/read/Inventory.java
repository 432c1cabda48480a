package io.schemamigration.core.source.read;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.SourceNames;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a source, known by names and checksums, before any SQL is read: enough to see that a
 * database already has all of it.
 */
public final class Inventory {
  private final Map<String, SourceFile> files;
  private final SourceNames names;
  private final Digest digest;

  private Inventory(Map<String, SourceFile> files, SourceNames names, Digest digest) {
    this.files = files;
    this.names = names;
    this.digest = digest;
  }

  /** A migration's version and the SHA-256 of its file, 64 hex digits, as the history has them. */
  public record Item(Version version, String checksum) {}

  /**
   * A repeatable file.
   *
   * @param name by which the history knows it: {@code R__view}
   */
  public record Repeated(String name, String checksum) {}

  /** Looks at names and bytes, of files for whatever database. */
  public static Inventory of(List<SourceFile> given) {
    return of(given, null);
  }

  /**
   * Looks at names and bytes.
   *
   * @param dialect the database, for migrations that have a file for each; null: any
   */
  public static Inventory of(List<SourceFile> given, @Nullable Dialect dialect) {
    var names = new ArrayList<String>(given.size());
    var files = new HashMap<String, SourceFile>();
    for (var file : given) {
      names.add(file.name());
      files.put(file.name(), file);
    }
    var grouped = SourceNames.of(names, dialect);
    return new Inventory(files, grouped, Digest.of(grouped.belonging(), files));
  }

  /** The fingerprint of the files, {@code sha256:<hex>}. */
  public String digest() {
    return digest.text();
  }

  /** The migrations that have a version, in order. */
  public List<Item> items() {
    var items = new ArrayList<Item>();
    for (var migration : names.migrations()) {
      items.add(new Item(migration.version(), digest.checksum(migration.up().file())));
    }
    return items;
  }

  /** What is run again whenever it has changed, in the order of the names. */
  public List<Repeated> repeatables() {
    var files = new ArrayList<Repeated>();
    for (var repeatable : names.repeatables()) {
      var up = repeatable.up();
      files.add(new Repeated(up.base(), digest.checksum(up.file())));
    }
    return files;
  }

  /**
   * Reads the files, too.
   *
   * @throws SourceException with everything that is wrong with names and contents
   */
  public MigrationSource read(Dialect dialect) throws SourceException {
    return new SourceReader(dialect, files, names, digest).read();
  }

  /** Reads what can be read of the files, and reports what is wrong with the rest. */
  public Survey survey(Dialect dialect) {
    return new SourceReader(dialect, files, names, digest).survey();
  }

  /**
   * Shows what is wrong with the names alone.
   *
   * @throws SourceException with all of it
   */
  public void check() throws SourceException {
    if (!names.problems().isEmpty()) {
      throw new SourceException(names.problems());
    }
  }
}
