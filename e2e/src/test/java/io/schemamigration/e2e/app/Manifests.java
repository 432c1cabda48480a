package io.schemamigration.e2e.app;

import java.util.Map;
import java.util.stream.Collectors;

/** Manifests as a user would write them. */
public final class Manifests {
  private Manifests() {}

  /** The ConfigMap {@code migrations} with these files. */
  public static String migrations(Map<String, String> files) {
    var data =
        files.entrySet().stream()
            .map(file -> file.getKey() + ": |\n" + file.getValue().indent(2))
            .collect(Collectors.joining());
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: migrations}
    data:
    """
        + (data.isEmpty() ? "  {}" : data.indent(2));
  }

  /** A SchemaMigration {@code app}; database and migrations in flow style, more fields below. */
  public static String schemaMigration(String database, String migrations, String more) {
    return """
    apiVersion: schemamigration.io/v1alpha1
    kind: SchemaMigration
    metadata: {name: app}
    spec:
      database: %s
      migrations: %s
    """
            .formatted(database, migrations)
        + more.indent(2);
  }

  /** The Secret {@code database}. */
  public static String secret(String url, String user, String password) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: database}
    stringData: {url: "%s", user: "%s", password: "%s"}
    """
        .formatted(url, user, password);
  }
}
