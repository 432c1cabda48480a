package io.schemamigration.core.source.name;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.window.Version;
import java.util.Collection;
import java.util.List;

/**
 * The versions that the files of a source have, known from their names alone.
 *
 * @param versions in order, each once; at least one
 */
public record SourceIndex(List<Version> versions) {

  /** Makes the list safe to share. */
  public SourceIndex {
    versions = List.copyOf(versions);
  }

  /**
   * Reads file names, by the same rules as {@code Inventory.read}.
   *
   * @throws SourceException when one is no migration's, or one version comes twice
   */
  public static SourceIndex of(Collection<String> names) throws SourceException {
    var read = SourceNames.of(names);
    if (!read.problems().isEmpty()) {
      throw new SourceException(read.problems());
    }
    return new SourceIndex(read.versions());
  }

  /** The highest version. */
  public Version highest() {
    return versions.getLast();
  }
}
