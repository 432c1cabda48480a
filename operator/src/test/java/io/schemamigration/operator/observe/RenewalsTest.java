package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The lease at each look, in seconds by the node's clock (- for none), and the last answer. */
  @ParameterizedTest
  @CsvSource({
    "0, false", // a node far ahead of the operator's clock isn't believed for it
    "0 100000, false", // back after a long silence: its kubelet has only begun to look
    "0 0 0 0, false", // dead
    "0 10 70, false",
    "0 10 71, true",
    "0 10 20 30 71, true",
    "0 100000 100061, true",
    "-, false",
    "- - 0 10 71, true",
    "0 10 -, false",
    "0 10 - 71, true",
    "1000 1010 5 10 71, true", // its clock was set back: from the start
    "1000 1010 5 10 70, false",
    "1000 1010 5 1080, false"
  })
  void aKubeletIsBelievedAfterItsOwnMinute(String looks, boolean expected) {
    Deque<String> leases = new ArrayDeque<>(Arrays.asList(looks.split(" ")));
    var renewals =
        new Renewals(
            node -> {
              var seconds = leases.pop();
              return seconds.equals("-") ? null : START.plusSeconds(Long.parseLong(seconds));
            },
            Duration.ofSeconds(60));
    boolean answer = false;
    while (!leases.isEmpty()) {
      answer = renewals.outlived("uid", "node");
    }
    assertThat(answer).isEqualTo(expected);
  }
}
