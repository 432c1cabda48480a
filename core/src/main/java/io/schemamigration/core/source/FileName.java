package io.schemamigration.core.source;

/** What a file's name says. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
record FileName(String flat, boolean belongs) {
  static FileName read(String name) {
    throw new UnsupportedOperationException(name);
  }
}
