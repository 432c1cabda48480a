package io.schemamigration.runner.soundness;

import java.util.Random;

/** Draws what a seed decides. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  /** One of them. */
  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** 0 up to, and without, that. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many draws. */
  boolean once(int in) {
    return random.nextInt(in) == 0;
  }
}
