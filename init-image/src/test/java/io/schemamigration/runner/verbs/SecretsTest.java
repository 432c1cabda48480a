package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No output ever holds a password, however the URL is broken. */
class SecretsTest {
  private static final String NOWHERE = "127.0.0.1:1/db";
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://app:pa/s3cret@" + NOWHERE,
        "postgres://app:/s3cret@" + NOWHERE,
        "postgres://app:12/s3cret@" + NOWHERE,
        "postgres://app:12/34/s3cret",
        "postgres://app:pa%zzs3cret@" + NOWHERE,
        "postgres://app:s3cret%@" + NOWHERE,
        "postgres://app@127.0.0.1:s3cret/db",
        "postgres://app@127.0.0.1:99999/s3cret",
        "s3cret://app@" + NOWHERE,
        "app:s3cret@" + NOWHERE,
        "sqlite:app.db?key=s3cret"
      })
  void aUrlThatCannotBeReadIsRefusedAndNotRepeated(String url) {
    var refused = run("verify", url);

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("URL").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://app:s3cret@" + NOWHERE,
        "postgres://app:a?s3cret@" + NOWHERE,
        "postgres://app:a@s3cret@" + NOWHERE,
        "postgres://app:a%2Fs3cret@" + NOWHERE,
        "postgres://" + NOWHERE + "?user=app&password=s3cret",
        "jdbc:postgresql://" + NOWHERE + "?sslpassword=s3cret",
        "postgres://app:s3cret@[::1]:1/db",
        "postgres://app:s3cret@127.0.0.1:1,127.0.0.1:2/db"
      })
  void aDatabaseThatIsDownIsToldWithoutThePassword(String url) {
    var waited = run("verify", url);

    assertThat(waited.code()).isEqualTo(5);
    assertThat(waited.text()).contains("waits").doesNotContain("s3cret");
  }

  @Test
  void theAddressIsShownWithoutItsParameters() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      var waited = run("verify", scene.url() + "?sslpassword=s3cret");

      assertThat(waited.code()).isEqualTo(5);
      assertThat(waited.text()).contains("no migration has been applied").doesNotContain("s3cret");
    }
  }

  /** With what the driver writes past us. */
  private static Result run(String verb, String url) {
    var standardError = System.err;
    var caught = new ByteArrayOutputStream();
    System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
    try {
      var result = Scene.migrate(Map.of(), verb, "--version", "1", "--timeout", "0s", "--url", url);
      return new Result(
          result.code(), result.out(), result.err() + caught.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(standardError);
    }
  }
}
