package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether a login failed for a temporary cause, or for a setting that someone has to correct. */
final class LoginFailure {
  private LoginFailure() {}

  /** What to throw. */
  static RuntimeException of(SQLException e, Access access) {
    var state = String.valueOf(e.getSQLState());
    var message = access.said(e);
    var hint = hint(e, state, message);
    if (hint != null) {
      return new RefusedException(Reason.CREDENTIALS_INVALID, message, hint);
    }
    var unknown = cause(e, UnknownHostException.class);
    return PassingException.lost(
        unknown == null ? message : message + " (no address is known for " + access + ")");
  }

  /** What to correct; null where it may pass by itself. */
  private static @Nullable String hint(SQLException e, String state, String message) {
    if (message.contains("does not support SSL")) {
      return "Turn TLS on in the server, or take sslmode out of the URL.";
    }
    if (message.contains("no encryption") || message.contains("SSL off")) {
      return "The server may only accept TLS: put sslmode=verify-full or sslmode=require into the URL. Otherwise it has"
          + " no line in pg_hba.conf for this user, database and address.";
    }
    var certificate = certificate(e, message);
    if (certificate != null) {
      return certificate;
    }
    if (message.contains("valid client certificate")) {
      return "The server asks for a client certificate: name it and its key in the URL (sslcert=FILE&sslkey=FILE).";
    }
    if (state.startsWith("28") || state.equals("08004")) {
      return "Check the user, the password and the name of the database.";
    }
    return setting(state, message);
  }

  private static @Nullable String setting(String state, String message) {
    if (state.equals("3D000")) {
      return "Create the database, or correct its name in the URL.";
    }
    if (message.contains("unsupported startup parameter")) {
      return "Name the parameter in PgBouncer's ignore_startup_parameters, or use the address of the database itself.";
    }
    boolean wrong = state.startsWith("22") || state.startsWith("42") || state.startsWith("0A");
    return wrong ? "Correct the parameter in the URL, or the setting of the user." : null;
  }

  private static @Nullable String certificate(SQLException e, String message) {
    if (cause(e, CertificateException.class) != null) {
      return "The server's certificate isn't trusted: name its authority (sslrootcert=FILE, --ca-file), and use the host"
          + " name that the certificate has.";
    }
    if (message.contains("could not be verified")) {
      return "Use the host name that the server's certificate has.";
    }
    boolean file =
        cause(e, FileNotFoundException.class) != null
            || cause(e, NoSuchFileException.class) != null
            || message.contains("SSL key file")
            || message.contains("certificate file");
    return file ? "Check the files named by sslrootcert, sslcert and sslkey." : null;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> kind) {
    var at = thrown;
    while (at != null && !kind.isInstance(at)) {
      at = at.getCause();
    }
    return at == null ? null : kind.cast(at);
  }
}
