package io.schemamigration.e2e.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a pod says about its container that runs {@code migrate}, in a form that can be compared.
 *
 * @param spec of the pod
 * @param container that runs {@code migrate}
 */
record RunnerPod(JsonNode spec, JsonNode container) {
  private static final String OURS = "/schema-migration/";

  /** The flags with which the database is reached. */
  List<String> databaseFlags() {
    var found = new ArrayList<String>();
    var arguments = arguments();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).matches("--(url|url-file|user-file|password-file|ca-file)")) {
        found.addAll(arguments.subList(i, i + 2));
      }
    }
    return found;
  }

  /** The value of a flag. */
  String flag(String name) {
    var arguments = arguments();
    return arguments.get(arguments.indexOf(name) + 1);
  }

  private List<String> arguments() {
    return texts(container.get("args"));
  }

  /** What is mounted for the database: path, whether writable, and where it comes from. */
  Map<String, String> databaseMounts() {
    var found = new TreeMap<String, String>();
    mounts()
        .forEach((path, source) -> {
          if (path.startsWith(OURS)) {
            found.put(path, source);
          }
        });
    return found;
  }

  /** All that is mounted, but what the API server adds for the service account. */
  Map<String, String> mounts() {
    var found = new TreeMap<String, String>();
    for (var mount : container.path("volumeMounts")) {
      var path = mount.at("/mountPath").asText();
      if (!path.startsWith("/var/run/secrets/kubernetes.io")) {
        var access = mount.path("readOnly").asBoolean() ? "read-only " : "writable ";
        found.put(path, access + source(mount.at("/name").asText()));
      }
    }
    return found;
  }

  private String source(String volume) {
    return stream(spec.get("volumes"))
        .filter(node -> node.at("/name").asText().equals(volume))
        .map(RunnerPod::source)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no volume " + volume));
  }

  private static String source(JsonNode volume) {
    if (volume.has("persistentVolumeClaim")) {
      return "claim " + volume.at("/persistentVolumeClaim/claimName").asText();
    }
    if (volume.has("emptyDir")) {
      return "scratch";
    }
    var mode = volume.at("/projected/defaultMode");
    var files =
        stream(volume.at("/projected/sources"))
            .map(source ->
                source.has("configMap")
                    ? source.at("/configMap/name").asText()
                    : source.at("/secret/name").asText() + items(source.at("/secret/items")))
            .toList();
    return (mode.isMissingNode() ? "" : "mode 0" + Integer.toOctalString(mode.asInt()) + " ")
        + files;
  }

  private static List<String> items(JsonNode items) {
    return stream(items)
        .map(item -> item.at("/key").asText() + " as " + item.at("/path").asText())
        .toList();
  }

  /** What the process may do, whether the pod or the container says so. */
  Map<String, String> security() {
    var found = new TreeMap<String, String>();
    for (var context : List.of(spec.path("securityContext"), container.path("securityContext"))) {
      for (var field :
          List.of(
              "/allowPrivilegeEscalation",
              "/readOnlyRootFilesystem",
              "/runAsNonRoot",
              "/seccompProfile/type",
              "/capabilities")) {
        if (!context.at(field).isMissingNode()) {
          found.put(field, text(context.at(field)));
        }
      }
    }
    return found;
  }

  /** A field of the pod or, by a path, below it. */
  String podField(String pointer) {
    return text(spec.at(pointer));
  }

  /** A field of the container or, by a path, below it. */
  String containerField(String pointer) {
    return text(container.at(pointer));
  }

  /** Independent of the order of fields. */
  private static String text(JsonNode node) {
    if (!node.isContainerNode()) {
      return node.asText();
    }
    if (node.isArray()) {
      return stream(node).map(RunnerPod::text).toList().toString();
    }
    var fields = new TreeMap<String, String>();
    node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
    return fields.toString();
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
