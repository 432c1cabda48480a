package io.schemamigration.core.source;

import io.schemamigration.core.window.Version;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a folder or of some ConfigMaps.
 *
 * @param migrations in the order of their versions, each version once; at least one
 * @param repeatables what is run again whenever it has changed, after the migrations, in the order
 *     of the files' names
 * @param digest the fingerprint of the files, {@code sha256:<hex>}
 */
public record MigrationSource(
    List<Migration> migrations, List<Repeatable> repeatables, String digest) {

  /** Makes the lists safe to share. */
  public MigrationSource {
    migrations = List.copyOf(migrations);
    repeatables = List.copyOf(repeatables);
  }

  /** Migrations only. */
  public MigrationSource(List<Migration> migrations, String digest) {
    this(migrations, List.of(), digest);
  }

  /** The migration of that version, or null. */
  public @Nullable Migration find(Version version) {
    for (var migration : migrations) {
      if (migration.version().equals(version)) {
        return migration;
      }
    }
    return null;
  }

  /** The highest version. */
  public Version highest() {
    return migrations.isEmpty() ? Version.NONE : migrations.getLast().version();
  }

  /** The same source, each migration put through that. */
  public MigrationSource each(UnaryOperator<Migration> change) {
    return new MigrationSource(migrations.stream().map(change).toList(), repeatables, digest);
  }
}
