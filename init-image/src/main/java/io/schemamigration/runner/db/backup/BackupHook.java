package io.schemamigration.runner.db.backup;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.SqliteFile;
import io.schemamigration.runner.end.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command of the user's that backs up a PostgreSQL database, such as {@code pg_dump -Fc -f
 * app.dump}. It gets the connection as libpq's environment; the password as a PGPASSFILE that only
 * this user can read and that is gone afterwards, never as an argument or a variable.
 */
public final class BackupHook {
  private static final int DEFAULT_PORT = 5432;

  private final Access access;
  private final String command;
  private final Consumer<String> told;

  /** Prepares the command for that database. */
  public BackupHook(Access access, String command, Consumer<String> told) {
    this.access = access;
    this.command = command;
    this.told = told;
  }

  /**
   * Runs it to its end and shows what it says.
   *
   * @throws RefusedException when it can't be run, or ends with another code than 0
   */
  public void run() {
    Path secret = null;
    try {
      var builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      secret = environment(builder.environment());
      var process = builder.start();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          told.accept("backup: " + access.scrub(line));
        }
      }
      int code = process.waitFor();
      if (code != 0) {
        throw refused("the backup command ended with code " + code);
      }
    } catch (IOException e) {
      throw refused(
          "the backup command can't be run: " + access.scrub(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("the backup command was interrupted");
    } finally {
      if (secret != null) {
        SqliteFile.remove(secret);
      }
    }
  }

  private static RefusedException refused(String message) {
    return new RefusedException(
        Reason.RUNNER_FAILED, message, "Without a backup nothing is applied. Nothing was changed.");
  }

  private @Nullable Path environment(Map<String, String> environment) throws IOException {
    var hosts = new ArrayList<String>();
    var ports = new ArrayList<String>();
    var address = access.url().address();
    int mark = address.indexOf('?');
    var plain = mark < 0 ? address : address.substring(0, mark);
    int slash = plain.lastIndexOf('/');
    for (var host : plain.substring("jdbc:postgresql://".length(), slash).split(",", -1)) {
      var uri = URI.create("postgresql://" + host);
      var name = uri.getHost() == null ? "localhost" : uri.getHost();
      hosts.add(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
      ports.add(Integer.toString(uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()));
    }
    environment.remove("PGPASSWORD");
    environment.put("PGHOST", String.join(",", hosts));
    environment.put("PGPORT", String.join(",", ports));
    var database = plain.substring(slash + 1);
    environment.put("PGDATABASE", URLDecoder.decode(database, StandardCharsets.UTF_8));
    environment.put("PGAPPNAME", "migrate backup");
    var user = access.effectiveUser();
    if (user != null) {
      environment.put("PGUSER", user);
    }
    security(environment);
    if (access.caFile() != null) {
      environment.put("PGSSLMODE", "verify-full");
      environment.put("PGSSLROOTCERT", access.caFile());
    }
    return secret(environment);
  }

  /** The command's connection is checked as the run's is. */
  private void security(Map<String, String> environment) {
    for (var word : List.of("sslmode", "sslrootcert", "sslcert", "sslkey")) {
      var value = access.url().parameter(word);
      if (value != null) {
        environment.put("PG" + word.toUpperCase(Locale.ROOT), value);
      }
    }
    if (access.url().parameter("sslfactory") != null) {
      environment.put("PGSSLROOTCERT", "system");
    }
  }

  private @Nullable Path secret(Map<String, String> environment) throws IOException {
    var password = access.effectivePassword();
    if (password == null) {
      return null;
    }
    var file =
        Files.createTempFile(
            "migrate",
            ".pgpass",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var escaped = password.replace("\\", "\\\\").replace(":", "\\:");
    Files.write(file, List.of("*:*:*:*:" + escaped));
    environment.put("PGPASSFILE", file.toString());
    return file;
  }
}
