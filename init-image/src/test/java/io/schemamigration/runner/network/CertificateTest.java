package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.OwnServer;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose certificate is checked, or not, as libpq would. */
class CertificateTest {
  private static final Path TLS = Path.of("src/test/resources/tls").toAbsolutePath();

  @TempDir static Path disk;
  private static OwnServer server;

  @BeforeAll
  static void start() throws IOException {
    var data = disk.resolve("data");
    server = new OwnServer(data);
    for (var file : new String[] {"server.crt", "server.key"}) {
      Files.copy(TLS.resolve(file), data.resolve(file));
    }
    Files.setPosixFilePermissions(
        data.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    var rules = data.resolve("pg_hba.conf");
    Files.writeString(rules, "hostssl all shows all cert\n" + Files.readString(rules));
    server.start(
        "ssl=on", "ssl_cert_file=server.crt", "ssl_key_file=server.key", "ssl_ca_file=server.crt");
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void aServerThatAsksForACertificateIsGivenOne() {
    var url = "postgres://shows@localhost:" + server.port() + "/postgres?sslmode=require";

    var result = Scene.migrate(java.util.Map.of(), "current", "--url", url);

    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.text()).contains("client certificate", "sslcert=FILE&sslkey=FILE");
  }

  /** Host, query or flag, the exit code of verify (5: there is no history yet), and a word. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost | ?sslmode=require                              | 5 | no migration has been applied
          localhost | ?sslmode=require&sslrootcert=TLS/server.crt   | 5 | no migration has been applied
          localhost | ?sslmode=verify-full&sslrootcert=TLS/server.crt | 5 | no migration has been applied
          127.0.0.1 | ?sslmode=require&sslrootcert=TLS/server.crt   | 5 | no migration has been applied
          127.0.0.1 | ?sslmode=verify-full&sslrootcert=TLS/server.crt | 3 | 127.0.0.1
          localhost | ?sslmode=require&sslrootcert=TLS/other.crt    | 3 | isn't trusted
          localhost | ?sslrootcert=TLS/other.crt                    | 3 | isn't trusted
          localhost | ?sslrootcert=system                           | 3 | isn't trusted
          localhost | --ca-file TLS/other.crt                       | 3 | isn't trusted
          localhost | --ca-file TLS/server.crt                      | 5 | no migration has been applied
          localhost | ?sslmode=require&sslrootcert=TLS/server.key   | 3 | sslrootcert
          """)
  void theCertificateIsChecked(String host, String how, int code, String word) {
    boolean flag = how.startsWith("--");
    var text = how.replace("TLS", TLS.toString());
    var url =
        "postgres://postgres@" + host + ":" + server.port() + "/postgres" + (flag ? "" : text);
    var more = flag ? text.split(" ") : new String[] {"--output", "text"};

    var result =
        Scene.migrate(
            java.util.Map.of(),
            code == 5
                ? new String[] {
                  "verify", "--version", "1", "--timeout", "0s", "--url", url, more[0], more[1]
                }
                : new String[] {"current", "--url", url, more[0], more[1]});

    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.text()).contains(word);
  }
}
