package org.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Stands before the driver where a run is to end at its N-th statement, as if killed: nothing that
 * it tries afterwards reaches the database.
 */
public final class JDBC {
  private JDBC() {}

  public static SQLiteConnection createConnection(String url, Properties properties) throws SQLException {
    return new Halting(url, url.substring("jdbc:sqlite:".length()), properties);
  }

  private static final class Halting extends JDBC4Connection {
    private int sent; // without an initializer: the driver's constructor sends the first ones

    Halting(String url, String file, Properties properties) throws SQLException {
      super(url, file, properties);
    }

    private void next() {
      sent++;
      if (sent >= Integer.getInteger("halt.at")) {
        if (Boolean.getBoolean("halt.process")) {
          Runtime.getRuntime().halt(137); // as SIGKILL does: nothing of it runs any more
        }
        throw new Error("halted");
      }
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
      next();
      return super.createStatement(type, concurrency, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
        throws SQLException {
      next();
      return super.prepareStatement(sql, type, concurrency, holdability);
    }
  }
}
