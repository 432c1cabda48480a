package io.schemamigration.runner.cli;

import org.jspecify.annotations.Nullable;

/** Which build this is. */
final class Release {
  private Release() {}

  static String version() {
    @Nullable String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
