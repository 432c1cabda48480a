package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Look;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held at schema 1, and what is said of it. */
class HeldTest {
  /** A workload with its template's version, and pods as {@code NAME@VERSION}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # workload        | owner of the pods | pods            | held | what is said
          Deployment/d@2    | ReplicaSet/d-1    | d-1-x@1         | 1    | Deployment/d is held: needs schema 2, has 1
          Deployment/d@1    | ReplicaSet/d-2    | d-2-x@2         | 0    | ''
          StatefulSet/s@2   | StatefulSet/s     | s-0@1           | 1    | StatefulSet/s is held: needs schema 2, has 1
          DaemonSet/d@2     | DaemonSet/d       | d-a@1 d-b@2     | 1    | DaemonSet/d is held: needs schema 2, has 1; its pod d-b waits for it
          StatefulSet/s@2   | StatefulSet/s     | s-0@2 s-1@2     | 1    | StatefulSet/s is held: needs schema 2, has 1; its pods s-0, s-1 wait for it
          StatefulSet/s@2   | StatefulSet/s     | a@2 b@2 c@2 d@2 | 1    | StatefulSet/s is held: needs schema 2, has 1; its pods a, b, c and 1 more wait for it
          StatefulSet/s@1   | StatefulSet/s     | s-0@2           | 1    | Pod/s-0 is held: needs schema 2, has 1; StatefulSet/s went back to schema 1, but doesn't replace it: kubectl delete pod s-0
          DaemonSet/d@1     | DaemonSet/d       | d-a@2           | 0    | ''
          -                 | -                 | p@2             | 1    | Pod/p is held: needs schema 2, has 1
          -                 | Job/j             | p@2             | 1    | Pod/p is held: needs schema 2, has 1
          -                 | -                 | p@1             | 0    | ''
          CronJob/c@2       | Job/c-1           | c-1-x@2         | 2    | CronJob/c is held: needs schema 2, has 1; Pod/c-1-x is held: needs schema 2, has 1
          """)
  void saysWhatIsHeldAndWhatItsPodsDo(
      @Nullable String workload, @Nullable String owner, String pods, int held, String sentence) {
    var scene = new Scene();
    if (workload != null) {
      var words = workload.split("[/@]", -1);
      scene.deploy(Scene.workload(words[0], words[1], words[2]));
    }
    for (var pod : pods.split(" ", -1)) {
      var words = pod.split("@", -1);
      scene.pods.add(
          new CountedPod(
              words[0], "u-" + words[0], Version.of(words[1]), "node", owner, false, null));
    }
    var window = Scene.window("0", "1");
    assertThat(Holds.count(scene.seen(Look.CACHED), window)).isEqualTo(held);
    assertThat(Holds.sentence(scene.seen(Look.CACHED), window)).isEqualTo(sentence);
  }

  /** One that is about to end, or that vanished, waits for nothing. */
  @ParameterizedTest
  @CsvSource({"true, ", "false, 2026-01-01T00:00:00Z"})
  void aPodThatIsGoneOrGoesIsNotHeld(boolean terminating, @Nullable String missingSince) {
    var scene = new Scene();
    scene.pods.add(
        new CountedPod("p", "u", Version.of("2"), "node", null, terminating, missingSince));
    assertThat(Holds.count(scene.seen(Look.CACHED), Scene.window("0", "1"))).isZero();
  }
}
