package io.schemamigration.bench;

import java.nio.file.Path;
import java.sql.DriverManager;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase as a process: URL, user, folder; the password in the environment. */
public final class LiquibaseRun {
  private LiquibaseRun() {}

  /** Migrates. */
  public static void main(String[] args) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    try (var connection =
            DriverManager.getConnection(args[0], args[1], System.getenv("BENCH_PASSWORD"));
        var database =
            DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(new JdbcConnection(connection))) {
      var scope =
          java.util.Map.<String, Object>of(
              Scope.Attr.ui.name(),
              new LoggerUIService(),
              Scope.Attr.resourceAccessor.name(),
              new DirectoryResourceAccessor(Path.of(args[2])));
      Scope.child(
          scope,
          () -> {
            new CommandScope("update")
                .addArgumentValue("database", database)
                .addArgumentValue("changelogFile", "changelog.xml")
                .execute();
          });
    }
  }
}
