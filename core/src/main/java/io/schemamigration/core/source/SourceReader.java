package io.schemamigration.core.source;

import io.schemamigration.core.sql.Dialect;
import java.util.List;

/** Reads the files of a source; in the making. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
final class SourceReader {
  MigrationSource read(List<SourceFile> files, Dialect dialect) throws SourceException {
    throw new UnsupportedOperationException(dialect + " " + files);
  }
}
