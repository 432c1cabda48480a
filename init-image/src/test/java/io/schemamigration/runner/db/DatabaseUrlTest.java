package io.schemamigration.runner.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL means what the tool that it comes from means by it, or it is refused. */
class DatabaseUrlTest {
  /** What is written, and what the driver gets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://u@h/d                                   | jdbc:postgresql://h/d
          postgresql://h:5433/d                              | jdbc:postgresql://h:5433/d
          jdbc:postgresql://h:1,i:2/d                        | jdbc:postgresql://h:1,i:2/d
          postgresql+psycopg://u@h/d                         | jdbc:postgresql://h/d
          postgres+asyncpg://u@h/d?ssl=require               | jdbc:postgresql://h/d?sslmode=require
          postgres:///d                                      | jdbc:postgresql://localhost/d
          postgres://u@/d?host=h&port=5433                   | jdbc:postgresql://h:5433/d
          postgres:///d?host=h,i&port=1,2                    | jdbc:postgresql://h:1,i:2/d
          postgres://[::1]:5432/d                            | jdbc:postgresql://[::1]:5432/d
          postgres://u@h?dbname=d                            | jdbc:postgresql://h/d
          postgres://h/a%20b                                 | jdbc:postgresql://h/a%20b
          postgres://h/d?search_path=app,public              | jdbc:postgresql://h/d?currentSchema=app%2Cpublic
          postgres://h/d?schema=app                          | jdbc:postgresql://h/d?currentSchema=app
          postgres://h/d?schema=My App                       | jdbc:postgresql://h/d?currentSchema=%22My%20App%22
          postgres://h/d?options=-csearch_path%3Dapp         | jdbc:postgresql://h/d?options=-csearch_path%3Dapp
          postgres://h/d?options=-c%20a=b+c                  | jdbc:postgresql://h/d?options=-c%20a%3Db%2Bc
          jdbc:postgresql://h/d?options=-c+a=b               | jdbc:postgresql://h/d?options=-c%20a%3Db
          postgres://h,i/d?target_session_attrs=read-write   | jdbc:postgresql://h,i/d?targetServerType=primary
          postgres://h,i/d?target_session_attrs=primary      | jdbc:postgresql://h,i/d?targetServerType=primary
          postgres://h,i/d?target_session_attrs=prefer-standby | jdbc:postgresql://h,i/d?targetServerType=preferSecondary
          jdbc:postgresql://h/d?targetServerType=primary     | jdbc:postgresql://h/d?targetServerType=primary
          postgres://h/d?connect_timeout=7                   | jdbc:postgresql://h/d?connectTimeout=7
          postgres://h/d?application_name=x%20y              | jdbc:postgresql://h/d?ApplicationName=x%20y
          postgres://h/d?pgbouncer=true&connection_limit=1   | jdbc:postgresql://h/d
          postgres://h/d?sslmode=require&channel_binding=require | jdbc:postgresql://h/d?sslmode=require&channelBinding=require
          postgres://h/d?sslmode=require&sslrootcert=ca.pem  | jdbc:postgresql://h/d?sslmode=verify-ca&sslrootcert=ca.pem
          postgres://h/d?sslrootcert=ca.pem                  | jdbc:postgresql://h/d?sslrootcert=ca.pem&sslmode=verify-ca
          postgres://h/d?sslmode=verify-full&sslrootcert=ca.pem | jdbc:postgresql://h/d?sslmode=verify-full&sslrootcert=ca.pem
          postgres://h/d?sslrootcert=system                  | jdbc:postgresql://h/d?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
          postgres://h/d?sslcert=c&sslkey=k                  | jdbc:postgresql://h/d?sslcert=c&sslkey=k
          postgres://h/d?requiressl=1                        | jdbc:postgresql://h/d?sslmode=require
          postgres://h/d?client_encoding=UTF8                | jdbc:postgresql://h/d
          sqlite:app.db                                      | app.db
          sqlite3:app.db                                     | app.db
          jdbc:sqlite:/x/app.db                              | /x/app.db
          sqlite+pysqlite:///./o.db                          | ./o.db
          sqlite:///../o.db                                  | ../o.db
          sqlite:////x/app.db                                | /x/app.db
          sqlite:///x/app.db                                 | /x/app.db
          sqlite://app.db                                    | app.db
          sqlite:app.db?mode=rwc                             | app.db
          sqlite://app.db?mode=rwc&cache=shared              | app.db
          sqlite:/app.db                                     | /app.db
          """)
  void whatTheDriverGets(String written, String address) {
    assertThat(DatabaseUrl.parse(written).address()).isEqualTo(address);
  }

  /** What is written, the word that the refusal names, and what it advises. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://h/d?serch_path=app                    | serch_path           | search_path
          postgres://h/d?SSLMODE=require                   | SSLMODE              | sslmode
          postgres://h/d?sslmode=no-verify                 | sslmode=no-verify    | require
          postgres://h/d?sslmode=requir                    | sslmode=requir       | verify-full
          postgres://h/d?sslmode=prefer&sslrootcert=ca.pem | sslmode=prefer       | verify-ca
          postgres://h/d?sslmode=disable&sslrootcert=ca.pem | sslmode=disable     | verify-ca
          postgres://h/d?sslmode=require&sslrootcert=system | sslmode=require     | verify-full
          postgres://h/d?sslcrl=x                          | sslcrl               | revocation
          postgres://h/d?ssl_min_protocol_version=TLSv1.3  | ssl_min_protocol_version | TLS
          postgres://h/d?sslaccept=strict                  | sslaccept            | verify-full
          postgres://h/d?ssl=yes                           | ssl=yes              | true, false
          postgres://h/d?target_session_attrs=writer       | target_session_attrs=writer | read-write
          postgres://h/d?search_path=a&currentSchema=b     | currentSchema        | Leave one
          postgres://h/d?connectTimeout=1&connectTimeout=2 | connectTimeout twice | Leave one
          postgres://h/d?client_encoding=latin1            | client_encoding=latin1 | utf8
          postgres://h/d?PGHOST=x                          | PGHOST               | could be one that matters
          postgres://h:5432                                | no database          | /NAME
          postgres://h:5432/                               | no database          | /NAME
          postgres:///d?host=/var/run/postgresql           | /var/run/postgresql  | localhost
          postgres://%2Fvar%2Frun/d                        | /var/run             | localhost
          postgres://u@/d?host=h&port=54a                  | port                 | Correct
          mysql://h/d                                      | no form              | postgres://
          postgres:h/d                                     | no form              | postgres://
          app.db                                           | no form              | sqlite:
          sqlite:                                          | names no file        | sqlite:
          sqlite::memory:                                  | names no file        | sqlite:
          sqlite:app.db?mode=ro                            | mode=ro              | rwc
          sqlite:app.db?mode=memory                        | mode=memory          | rwc
          sqlite:nosuch.db?mode=rw                         | nosuch.db            | rwc
          sqlite:app.db?_key=k                             | _key                 | A file alone
          sqlite:///nosuch_in_root.db                      | /nosuch_in_root.db   | sqlite:nosuch_in_root.db
          """)
  void whatIsRefused(String written, String word, String advice) {
    assertThatThrownBy(() -> DatabaseUrl.parse(written))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.failure().reason()).isEqualTo(Reason.CREDENTIALS_INVALID);
              assertThat(refused.getMessage()).contains(word);
              assertThat(refused.failure().hint()).contains(advice);
            });
  }

  @Test
  void threeSlashesBeforeAFileThatIsHereNameBoth() throws IOException {
    var here = Files.createTempFile(Path.of(""), "url", ".db");
    try {
      assertThatThrownBy(() -> DatabaseUrl.parse("sqlite:///" + here))
          .hasMessageContaining("/" + here + ", which doesn't exist, or " + here);
      assertThat(DatabaseUrl.parse("sqlite://" + here.toAbsolutePath()).address())
          .isEqualTo(here.toAbsolutePath().toString());
    } finally {
      Files.delete(here);
    }
  }

  /** What is written, psql's variables, and what the driver gets with the user. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://        | PGHOST=h PGPORT=1 PGUSER=u PGDATABASE=d     | jdbc:postgresql://h:1/d u
          postgres:///       | PGHOST=h,i PGDATABASE=d                     | jdbc:postgresql://h,i/d null
          postgres://v@k:2/e | PGHOST=h PGPORT=1 PGUSER=u PGDATABASE=d     | jdbc:postgresql://k:2/e v
          postgres://k/e     | PGPORT=1 PGOPTIONS=-csearch_path=x          | jdbc:postgresql://k:1/e?options=-csearch_path%3Dx null
          postgres://k/e?options=-cy=1 | PGOPTIONS=-cx=1                   | jdbc:postgresql://k/e?options=-cy%3D1 null
          postgres://k/e     | PGSSLMODE=require PGSSLROOTCERT=ca          | jdbc:postgresql://k/e?sslrootcert=ca&sslmode=verify-ca null
          postgres://k/e?sslmode=verify-full | PGSSLMODE=disable PGAPPNAME=x | jdbc:postgresql://k/e?ApplicationName=x&sslmode=verify-full null
          postgres://k/e     | PGTARGETSESSIONATTRS=read-write             | jdbc:postgresql://k/e?targetServerType=primary null
          """)
  void whatIsMissingComesFromTheEnvironment(String written, String variables, String expected) {
    var environment = new HashMap<String, String>();
    for (var variable : variables.split(" ", -1)) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    var url = DatabaseUrl.parse(written, environment);
    var parts = expected.split(" ", -1);
    assertThat(url.address().split("[?&]")).containsExactlyInAnyOrder(parts[0].split("[?&]"));
    assertThat(String.valueOf(url.user())).isEqualTo(parts[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://k/e?currentSchema=x, true", "postgres://k/e?search_path=x, true",
    "postgres://k/e?options=-cSEARCH_PATH%3Dx, true", "postgres://k/e?options=-cx%3D1, false",
    "postgres://k/e, false"
  })
  void whetherTheUrlNamesTheSchema(String url, boolean names) {
    assertThat(DatabaseUrl.parse(url).namesSchema()).isEqualTo(names);
  }

  @Test
  void aPasswordIsNeverInTheAddress() {
    for (var url :
        new String[] {
          "postgres://u:s3?cret@h/d",
          "postgres://u:s3cret@h/d",
          "postgres://h/d?password=s3cret&user=u"
        }) {
      var read = DatabaseUrl.parse(url, Map.of("PGUSER", "v"));
      assertThat(read.user()).isEqualTo("u");
      assertThat(read.password()).startsWith("s3");
      assertThat(read.address() + read).doesNotContain("s3", "cret");
    }
  }
}
