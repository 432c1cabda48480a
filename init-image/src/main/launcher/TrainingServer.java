import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A PostgreSQL to train the command's start with: prints the URL of an empty database whose user
 * logs in with SCRAM, and ends with its input. Java runs it from this source, so that packaging
 * compiles no tests.
 */
final class TrainingServer {
  private TrainingServer() {}

  public static void main(String[] args) throws IOException, SQLException {
    var password = UUID.randomUUID().toString();
    try (var server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      demandPassword(server, password);
      System.out.println(
          "postgresql://training:" + password + "@127.0.0.1:" + server.getPort() + "/training");
      System.out.flush();
      while (System.in.read() >= 0) {
        // until whoever started it has done what it wanted
      }
    }
  }

  /** The server's other users need none. */
  private static void demandPassword(EmbeddedPostgres server, String password)
      throws IOException, SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET password_encryption = 'scram-sha-256'");
      statement.execute("CREATE ROLE training LOGIN PASSWORD '" + password + "'");
      statement.execute("CREATE DATABASE training OWNER training");
      try (var row = statement.executeQuery("SHOW hba_file")) {
        row.next();
        var file = Path.of(row.getString(1));
        var line = "host all training 127.0.0.1/32 scram-sha-256\n";
        Files.writeString(file, line + Files.readString(file));
      }
      statement.execute("SELECT pg_reload_conf()");
    }
  }
}
