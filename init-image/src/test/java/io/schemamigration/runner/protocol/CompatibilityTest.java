package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runners that are started at the same moment. */
class CompatibilityTest extends DatabaseTest {
  private static final int RUNNERS = 20;

  @Test
  void twentyRunnersApplyOnce() throws Exception {
    scene.counting();
    Callable<Result> run = () -> scene.up();
    int applied = 0;
    try (var threads = Executors.newFixedThreadPool(RUNNERS)) {
      for (var done : threads.invokeAll(IntStream.range(0, RUNNERS).mapToObj(i -> run).toList())) {
        var result = done.get();
        assertThat(result.code()).as(result.text()).isZero();
        applied += result.json().path("applied").size();
      }
    }
    assertThat(applied).isEqualTo(3);
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 completed");
  }
}
