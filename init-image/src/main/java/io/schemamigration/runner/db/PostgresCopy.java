package io.schemamigration.runner.db;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** {@code COPY … FROM STDIN}, which the driver doesn't take as a statement. */
final class PostgresCopy {
  private PostgresCopy() {}

  static void run(Connection connection, String sql, String data) throws SQLException {
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new StringReader(data));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can be read", e);
    }
  }

  /** {@code COPY t, line 2, column a: "x"}: which of the rows it is. */
  static SqlFailure located(SqlFailure failure, SQLException e) {
    var said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    var where = said == null ? null : said.getWhere();
    return where == null
        ? failure
        : new SqlFailure(
            failure.getMessage() + " (" + where + ")",
            failure.state(),
            failure.position(),
            failure.hint());
  }
}
