package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Metadata;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads metadata.yaml; the only class that needs the YAML library, which is loaded with it. */
final class MetadataYaml {
  /** What we read is a list in a mapping. */
  private static final int DEPTH = 20;

  private static final List<String> KEYS =
      List.of(
          "version",
          "description",
          "author",
          "created",
          "dependencies",
          "tags",
          "estimated_duration_ms",
          "reversible",
          "notes",
          "phase",
          "overtakes",
          "verify",
          "accept");

  private final String file;
  private final String text;
  private final Map<?, ?> values;
  private final References references;
  private final List<Problem> problems;

  private MetadataYaml(
      String file, String text, Map<?, ?> values, References references, List<Problem> problems) {
    this.file = file;
    this.text = text;
    this.values = values;
    this.references = references;
    this.problems = problems;
  }

  /** Reads the file beside a migration of that version. */
  static Declaration read(
      String file, String text, Version version, References references, List<Problem> problems) {
    Object loaded;
    try {
      if (tooDeep(file, text)) {
        problems.add(
            new Problem(file, null, "values in values, more than " + DEPTH + " deep", null));
        return Declaration.none(file);
      }
      loaded = new Load(settings(file, text)).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      Integer line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(null);
      problems.add(new Problem(file, line, "not YAML: " + e.getProblem(), null));
      return Declaration.none(file);
    } catch (YamlEngineException | IllegalArgumentException e) { // the latter refuses some tags
      problems.add(new Problem(file, null, "not YAML: " + e.getMessage(), null));
      return Declaration.none(file);
    }
    if (loaded == null) {
      return Declaration.none(file);
    }
    if (!(loaded instanceof Map<?, ?> values)) {
      problems.add(
          new Problem(file, null, "not a mapping", "write lines such as 'phase: contract'"));
      return Declaration.none(file);
    }
    return new MetadataYaml(file, text, values, references, problems).read(version);
  }

  /** The library goes down into each value by a call, and a stack has its end. */
  private static boolean tooDeep(String file, String text) {
    int depth = 0;
    for (var event : new Parse(settings(file, text)).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEPTH) {
        return true;
      }
    }
    return false;
  }

  /** The library (2.10) fails where a pair of characters lies across its buffer's end: no end. */
  private static LoadSettings settings(String file, String text) {
    return LoadSettings.builder().setLabel(file).setBufferSize(text.length() + 2).build();
  }

  private Declaration read(Version expected) {
    for (var key : values.keySet()) {
      refuseUnknown(String.valueOf(key));
    }
    var version = text("version");
    if (version != null && !Version.parse(version).equals(Optional.of(expected))) {
      problem(
          "version is " + version + ", but the name says " + expected,
          "make them agree (quote a version such as \"1.10\"), or leave it out here");
    }
    return new Declaration(
        file,
        phase(),
        null,
        overtakes(),
        references.versions("dependencies", file, null, list("dependencies")),
        verifications(),
        text("description"),
        new Metadata(
                text("author"),
                text("created"),
                list("dependencies"),
                list("tags"),
                estimate(),
                flag("reversible"),
                text("notes"))
            .accepting(acceptances()));
  }

  /** A key that nothing reads would be believed to count. */
  private void refuseUnknown(String key) {
    if (KEYS.contains(key) || key.startsWith("x-")) {
      return;
    }
    var lower = key.toLowerCase(Locale.ROOT).replace('-', '_');
    var nearest = NearKey.of(lower, KEYS);
    problems.add(
        new Problem(
            file,
            lineOf(key),
            "there is no key " + key,
            nearest == null
                ? "what is for people goes into notes, or begins with x-; the keys are "
                    + String.join(", ", KEYS)
                : "write " + nearest));
  }

  private List<Acceptance> acceptances() {
    var acceptances = new ArrayList<Acceptance>();
    for (var entry : list("accept")) {
      var accepted = Acceptance.read(file, null, entry, problems);
      if (accepted != null) {
        acceptances.add(accepted);
      }
    }
    return acceptances;
  }

  private @Nullable Phase phase() {
    var text = text("phase");
    return text == null ? null : Declaration.phase(file, null, text, problems);
  }

  private @Nullable List<Version> overtakes() {
    return values.get("overtakes") == null
        ? null
        : references.versions("overtakes", file, null, list("overtakes"));
  }

  private List<Verification> verifications() {
    var queries = new ArrayList<Verification>();
    for (var entry : list("verify")) {
      if (Verification.isQuery(entry.strip())) {
        var query = Verification.trimmed(entry);
        queries.add(new Verification(file, lineOf(query), query));
      } else {
        problem(
            "verify: '" + entry.strip() + "' is not a query",
            "write a SELECT whose first column is true where all is well");
      }
    }
    return queries;
  }

  /** The parser gives values without their place. */
  private int lineOf(String query) {
    int at = text.indexOf(query.lines().findFirst().orElse(query));
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }

  private @Nullable Long estimate() {
    var value = values.get("estimated_duration_ms");
    if (value instanceof Integer || value instanceof Long) {
      long millis = ((Number) value).longValue();
      if (millis >= 0) {
        return millis;
      }
    }
    if (value != null) {
      problem("estimated_duration_ms is not a whole number of milliseconds", "such as 1500");
    }
    return null;
  }

  private @Nullable Boolean flag(String key) {
    var value = values.get(key);
    if (value != null && !(value instanceof Boolean)) {
      problem(key + " is neither true nor false", "write it without quotes");
    }
    return value instanceof Boolean flag ? flag : null;
  }

  private @Nullable String text(String key) {
    var value = values.get(key);
    if (value instanceof Map || value instanceof Iterable) {
      problem(key + " is not a text", null);
      return null;
    }
    return value == null ? null : value.toString();
  }

  private List<String> list(String key) {
    var value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Map) {
      problem(key + " is not a list", "write " + key + ": [first, second]");
      return List.of();
    }
    if (!(value instanceof Iterable<?> entries)) {
      return List.of(value.toString());
    }
    var list = new ArrayList<String>();
    for (var entry : entries) {
      if (entry == null || entry instanceof Map || entry instanceof Iterable) {
        problem(key + ": '" + entry + "' is not a text", "put it into quotes");
      } else {
        list.add(entry.toString());
      }
    }
    return list;
  }

  private void problem(String message, @Nullable String hint) {
    problems.add(new Problem(file, null, message, hint));
  }
}
