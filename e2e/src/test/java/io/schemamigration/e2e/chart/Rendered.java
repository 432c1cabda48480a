package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The objects that {@code helm template} makes of a chart. */
public record Rendered(List<JsonNode> objects) {
  /** Copies its list. */
  public Rendered {
    objects = List.copyOf(objects);
  }

  /** Namespace of the release. */
  static final String NAMESPACE = "schema-migration";

  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

  /** The operator's chart, for a cluster that has all policies unless the flags say otherwise. */
  static Rendered operator(String... flags) {
    var all = new ArrayList<>(List.of("--kube-version", "1.36.0"));
    all.addAll(Arrays.asList(flags));
    return of(Repository.path("helm/schema-migration-operator"), all);
  }

  /** The application's chart. */
  public static Rendered application(String... flags) {
    return of(Repository.path("helm/schema-migration"), Arrays.asList(flags));
  }

  /** A chart in a folder. */
  public static Rendered of(Path chart, List<String> flags) {
    var objects =
        DOCUMENTS
            .splitAsStream(template(chart, flags).run())
            .map(document -> Serialization.unmarshal(document, JsonNode.class))
            .filter(node -> node != null && node.hasNonNull("kind"))
            .toList();
    return new Rendered(objects);
  }

  /** What Helm says when the values or the cluster don't fit. */
  static String refusal(String chart, String... flags) {
    var result = template(Repository.path("helm/" + chart), Arrays.asList(flags)).tryToRun();
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    return result.errors();
  }

  private static Command template(Path chart, List<String> flags) {
    var arguments = new ArrayList<>(List.of("template", "app"));
    arguments.add(chart.toString());
    arguments.addAll(List.of("--namespace", NAMESPACE));
    arguments.addAll(flags);
    return Command.tool("helm", arguments.toArray());
  }

  Stream<JsonNode> of(String kind) {
    return objects.stream().filter(is(kind));
  }

  /** The object of that kind and name; there has to be exactly one. */
  public JsonNode one(String kind, String name) {
    return of(kind)
        .filter(node -> node.at("/metadata/name").asText().equals(name))
        .reduce((first, second) -> {
          throw new AssertionError("twice: " + kind + " " + name);
        })
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  private static Predicate<JsonNode> is(String kind) {
    return node -> node.get("kind").asText().equals(kind);
  }

  /** Texts of a JSON array. */
  static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
