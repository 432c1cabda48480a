package io.schemamigration.runner.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void aSlowBatchMakesTheNextOneSoMuchSmaller() {
    var size = new BatchSize(1000);
    size.took(1000, millis(5000), false);
    assertThat(size.keys()).isEqualTo(100);
    size.took(100, millis(60_000_000), false);
    assertThat(size.keys()).isEqualTo(1);
  }

  @Test
  void quickBatchesGrowUpToWhatIsAllowed() {
    var size = new BatchSize(1000);
    size.took(1000, millis(5000), false);
    for (int i = 0; i < 20; i++) {
      size.took(size.keys(), millis(10), false);
    }
    assertThat(size.keys()).isEqualTo(1000);
  }

  @Test
  void aLargeAllowanceIsTriedStepByStep() {
    var size = new BatchSize(100_000);
    assertThat(size.keys()).isEqualTo(1000);
    size.took(1000, millis(10), false);
    assertThat(size.keys()).isEqualTo(2000);
  }

  @Test
  void whatTakesAboutAsLongAsItMayStaysAsItIs() {
    var size = new BatchSize(500);
    size.took(500, millis(400), false);
    assertThat(size.keys()).isEqualTo(500);
    size.took(3, millis(1), false);
    assertThat(size.keys()).as("a batch that wasn't full tells nothing").isEqualTo(500);
  }

  @Test
  void whereSomebodyWaitsItIsHalved() {
    var size = new BatchSize(8);
    size.took(8, millis(10), true);
    assertThat(size.keys()).isEqualTo(4);
    for (int i = 0; i < 9; i++) {
      size.took(size.keys(), millis(10), true);
    }
    assertThat(size.keys()).isEqualTo(1);
  }
}
