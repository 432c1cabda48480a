package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.schemamigration.api.v1alpha1.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A few words, so that the same ones meet. */
record RandomWords(Random random) {
  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    putSeldom(labels, "app", "a" + random.nextInt(3));
    putSeldom(labels, "tier", "t" + random.nextInt(2));
    putSeldom(labels, Names.LABEL_NAME, "s" + random.nextInt(RandomCluster.RESOURCES / 2));
    if (random.nextInt(5) == 0) {
      labels.put(Names.LABEL_STEP, "expand");
    }
    return labels;
  }

  private void putSeldom(Map<String, String> labels, String key, String value) {
    if (random.nextBoolean()) {
      labels.put(key, value);
    }
  }

  LabelSelector selector() {
    var selector = new LabelSelectorBuilder();
    if (random.nextInt(3) > 0) {
      selector.addToMatchLabels("app", "a" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      selector.addToMatchLabels("tier", "t" + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      selector
          .addNewMatchExpression()
          .withKey("tier")
          .withOperator(random.nextBoolean() ? "Exists" : "DoesNotExist")
          .endMatchExpression();
    }
    return selector.build();
  }

  String seldom(String text) {
    return random.nextInt(6) == 0 ? text : "";
  }

  String word(String prefix) {
    return prefix + random.nextInt(4);
  }
}
