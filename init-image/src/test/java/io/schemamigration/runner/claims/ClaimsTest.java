package io.schemamigration.runner.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Postgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 15, 17, 18})
  void noClaimIsWeakerThanWhatWasMeasuredOnThatRelease(int release) {
    var statements = Recorded.statements();
    var weak = new ArrayList<String>();
    var measured = Recorded.measured(release);
    measured.forEach((name, outcome) -> {
      for (var missing : Claim.of(statements.get(name), release).tooWeak(outcome)) {
        weak.add(name + ": " + missing);
      }
    });
    assertThat(measured).hasSizeGreaterThan(75);
    assertThat(weak).isEmpty();
  }

  @Test
  void whereTheReleaseIsNotKnownNoClaimIsWeakerThanOnAnyOfThem() {
    var statements = Recorded.statements();
    var weak = new ArrayList<String>();
    for (int release : List.of(10, 11, 12, 15, 17, 18)) {
      Recorded.measured(release)
          .forEach((name, outcome) -> {
            for (var missing : Claim.of(statements.get(name), 0).tooWeak(outcome)) {
              weak.add(release + ": " + name + ": " + missing);
            }
          });
    }
    assertThat(weak).isEmpty();
  }

  @Test
  void noClaimIsWeakerThanWhatThisServerDoesAndTheStrongerOnesAreListed() throws SQLException {
    var weak = new ArrayList<String>();
    var strong = new TreeSet<String>();
    var refused = new TreeSet<String>();
    var database = Postgres.create();
    try (var server = new Server(Postgres.port(), database, Recorded.setup())) {
      for (var each : Recorded.statements().entrySet()) {
        var name = each.getKey();
        Outcome outcome;
        try {
          outcome = server.run(each.getValue());
        } catch (SQLException e) {
          refused.add(name);
          continue;
        }
        var claim = Claim.of(each.getValue(), server.release());
        claim.tooWeak(outcome).forEach(missing -> weak.add(name + ": " + missing));
        claim.tooStrong(outcome).forEach(extra -> strong.add(name + ": " + extra));
      }
      assertThat(weak).isEmpty();
      assertThat(refused).hasSizeLessThan(25);
      if (server.release() >= 18) {
        assertThat(strong).isEqualTo(new TreeSet<>(Recorded.exaggerations()));
      }
    }
    Postgres.drop(database);
  }
}
