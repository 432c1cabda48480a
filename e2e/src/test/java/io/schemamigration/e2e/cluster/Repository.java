package io.schemamigration.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** This checkout: where its files are, and what version it builds. */
public final class Repository {
  private static final Path ROOT = find();

  private Repository() {}

  /** A file or folder below the root. */
  public static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  /** The version in the poms, which the images carry as their tag. */
  public static String version() {
    return Objects.requireNonNull(
        System.getProperty("project.version"), "project.version: the pom sets it for the tests");
  }

  /** The runner's image, {@code localhost/migrate:VERSION}. */
  public static String runnerImage() {
    return "localhost/migrate:" + version();
  }

  /** The operator's image, {@code localhost/schema-migration-operator:VERSION}. */
  public static String operatorImage() {
    return "localhost/schema-migration-operator:" + version();
  }

  private static Path find() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("e2e/cluster"))) {
      folder = Objects.requireNonNull(folder.getParent(), "the tests run inside the checkout");
    }
    return folder;
  }
}
