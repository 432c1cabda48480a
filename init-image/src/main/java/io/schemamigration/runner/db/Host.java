package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine or pod; asking the resolver could take seconds. */
public final class Host {
  private Host() {}

  public static String name() {
    var environment = System.getenv("HOSTNAME");
    if (environment != null && !environment.isBlank()) {
      return environment;
    }
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
