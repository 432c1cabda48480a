package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTableWriteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE schema_migration_window SET step_number = 99",
        "update only \"public\".\"schema_migration_window\" SET minimum = '0'",
        "UPDATE OR IGNORE [schema_migration_window] SET minimum = '0'",
        "UPDATE `schema_migration_window` SET minimum = '0'",
        "DELETE FROM app . Schema_Migration_History",
        "INSERT INTO schema_migration_history (version) VALUES ('9')",
        "INSERT OR REPLACE INTO schema_migration_history (version) VALUES ('9')",
        "REPLACE INTO schema_migration_history (version) VALUES ('9')",
        "MERGE INTO schema_migration_history USING t ON true WHEN MATCHED THEN DELETE",
        "TRUNCATE a, public.b, schema_migration_history",
        "DROP TABLE IF EXISTS t, schema_migration_window CASCADE",
        "ALTER TABLE IF EXISTS ONLY schema_migration_window ADD COLUMN a int",
        "ALTER TABLE t RENAME TO schema_migration_history",
        "CREATE TABLE IF NOT EXISTS schema_migration_history (a int)",
        "LOCK TABLE schema_migration_window IN EXCLUSIVE MODE",
        "COPY schema_migration_history (version) FROM STDIN",
        "SELECT * INTO schema_migration_window FROM t",
        "CREATE INDEX i ON schema_migration_history (version)",
        "CREATE TRIGGER x AFTER INSERT ON schema_migration_history FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM schema_migration_history; END",
        "WITH gone AS (DELETE FROM schema_migration_history RETURNING 1) SELECT * FROM gone",
        "DO $$ BEGIN UPDATE schema_migration_window SET claim = NULL; END $$",
        "DO $a$ BEGIN EXECUTE 'DELETE FROM schema_migration_history'; END $a$",
        "DO 'BEGIN EXECUTE ''DELETE FROM schema_migration_history''; END'",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'TRUNCATE schema_migration_history'",
        "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM schema_migration_history; END"
      })
  void aWrite(String sql) {
    assertThat(OwnTableWrite.in(new Statement(sql, 1))).startsWith("schema_migration_");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM schema_migration_history",
        "SELECT * FROM t JOIN schema_migration_history h ON h.version = t.v FOR UPDATE OF t",
        "CREATE VIEW v AS SELECT h.version FROM t, schema_migration_history h",
        "CREATE VIEW v AS SELECT 1 FROM t JOIN a ON schema_migration_history.version = a.v",
        "CREATE MATERIALIZED VIEW v AS SELECT * FROM app.schema_migration_window",
        "INSERT INTO log SELECT version FROM schema_migration_history",
        "UPDATE t SET a = (SELECT max(version) FROM schema_migration_history)",
        "DELETE FROM t USING schema_migration_history h WHERE h.version = t.v",
        "GRANT SELECT ON schema_migration_history TO reader",
        "GRANT SELECT ON TABLE schema_migration_history, schema_migration_window TO reader",
        "COMMENT ON TABLE schema_migration_history IS 'of migrate'",
        "ANALYZE schema_migration_history",
        "COPY schema_migration_history TO STDOUT",
        "INSERT INTO docs VALUES ('see schema_migration_history')",
        "INSERT INTO docs VALUES ('then DELETE FROM schema_migration_history')",
        "COMMENT ON TABLE t IS 'never UPDATE schema_migration_window'",
        "UPDATE schema_migration_log SET a = 1",
        "UPDATE my_schema_migration_window SET a = 1",
        "-- UPDATE schema_migration_window\nSELECT 1",
        "DELETE FROM t"
      })
  void noWrite(String sql) {
    assertThat(OwnTableWrite.in(new Statement(sql, 1))).isNull();
  }
}
