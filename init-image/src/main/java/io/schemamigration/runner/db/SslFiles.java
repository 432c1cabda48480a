package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at the files for TLS before a connection is made: what is wrong with them doesn't pass. */
final class SslFiles {
  private static final int HEAD = 2000;

  private SslFiles() {}

  /** Refuses those that can't be used. */
  static void check(Access access) {
    var url = access.url();
    readable("--ca-file", access.caFile());
    if (access.caFile() == null) {
      readable("sslrootcert", url.parameter("sslrootcert"));
    }
    readable("sslcert", url.parameter("sslcert"));
    var key = url.parameter("sslkey");
    readable("sslkey", key);
    if (key != null && !key.isEmpty()) {
      heading(key);
    }
  }

  private static void readable(String word, @Nullable String file) {
    if (file != null && !file.isEmpty() && !Files.isReadable(Path.of(file))) {
      throw DatabaseUrl.refused(
          word + " names the file " + file + ", which doesn't exist or can't be read",
          "Correct the path, or mount the file.");
    }
  }

  /** The driver reads PKCS #8 and PKCS #12, not what OpenSSL wrote before. */
  private static void heading(String file) {
    String head;
    try (var in = Files.newInputStream(Path.of(file))) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return; // what is wrong is said by the driver
    }
    for (var old : new String[] {"EC", "RSA", "DSA"}) {
      if (head.contains("-----BEGIN " + old + " PRIVATE KEY-----")) {
        throw DatabaseUrl.refused(
            "sslkey names the file " + file + ", a key of the form BEGIN " + old + " PRIVATE KEY",
            "Convert it: openssl pkcs8 -topk8 -nocrypt -in "
                + file
                + " -outform DER -out client.pk8");
      }
    }
  }
}
