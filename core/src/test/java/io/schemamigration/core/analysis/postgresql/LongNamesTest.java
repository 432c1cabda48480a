package io.schemamigration.core.analysis.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE N63 (id bigint PRIMARY KEY) | -1",
        "CREATE TABLE N64 (id bigint PRIMARY KEY) | 13",
        "CREATE TABLE \"N63\" (id bigint PRIMARY KEY) | -1",
        "CREATE TABLE \"a N64\" (id bigint PRIMARY KEY) | 13",
        "ALTER TABLE a ADD COLUMN N64 int | 25",
        "ALTER TABLE a ADD COLUMN b text DEFAULT 'N64' | -1",
        "ALTER TABLE a ADD COLUMN b int /* N64 */ | -1",
      })
  void aNameOfMoreThan63BytesIsTold(String pattern, int offset) {
    var sql = pattern.strip().replace("N63", "n".repeat(63)).replace("N64", "n".repeat(64));
    var judge = new PostgresJudge(PostgresGrammar.load(), PostgresJudge.ANY_RELEASE);

    var remarks = judge.judge(List.of(new Statement(sql, 1))).getFirst().remarks();

    var found = remarks.stream().filter(r -> r.rule() == Rule.LONG_NAME).map(Remark::offset);
    assertThat(found.findFirst().orElse(-1)).isEqualTo(offset);
  }
}
