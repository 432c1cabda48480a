package io.schemamigration.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTurnsTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final OperatorTurns turns = new OperatorTurns(on -> seen.add(on ? "start" : "stop"));

  @Test
  void thoseWithTheSameUseRunSideBySide() throws InterruptedException {
    turns.enter(OperatorUse.STOPPED);
    turns.enter(OperatorUse.STOPPED);
    turns.leave();
    turns.leave();
    turns.enter(OperatorUse.SHARED);
    turns.enter(OperatorUse.SHARED);

    assertThat(seen).containsExactly("stop", "start");
  }

  @Test
  void anotherUseWaitsUntilAllHaveLeft() throws InterruptedException {
    turns.enter(OperatorUse.SHARED);
    turns.enter(OperatorUse.SHARED);
    var other = entering(OperatorUse.STOPPED);
    assertWaits(other);

    turns.leave();
    assertWaits(other);
    turns.leave();
    other.join();
    assertThat(seen).containsExactly("stop");
  }

  @Test
  void whoNeedsItAloneWaitsForEverybodyAndTheyForHim() throws InterruptedException {
    turns.enter(OperatorUse.EXCLUSIVE);
    var second = entering(OperatorUse.EXCLUSIVE);
    assertWaits(second);

    turns.leave();
    second.join();
    var shared = entering(OperatorUse.SHARED);
    assertWaits(shared);
    turns.leave();
    shared.join();
    assertThat(seen).isEmpty();
  }

  private Thread entering(OperatorUse use) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            turns.enter(use);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void assertWaits(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.WAITING);
    assertThat(thread.isAlive()).isTrue();
  }
}
