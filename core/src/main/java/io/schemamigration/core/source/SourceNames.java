package io.schemamigration.core.source;

import io.schemamigration.core.source.FileName.Role;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which file names make which migration, and what is wrong with them. */
final class SourceNames {
  private final List<Problem> problems = new ArrayList<>();
  private final TreeMap<Version, Files> byVersion = new TreeMap<>();

  /** The files of one migration. */
  static final class Files {
    private final FileName first;
    private final Map<Role, FileName> roles = new EnumMap<>(Role.class);

    Files(FileName first) {
      this.first = first;
    }

    /** The file that has the statements. */
    FileName up() {
      var up = roles.getOrDefault(Role.UP, roles.get(Role.WHOLE));
      return up == null ? first : up;
    }

    @Nullable FileName down() {
      return roles.get(Role.DOWN);
    }

    @Nullable FileName metadata() {
      return roles.get(Role.METADATA);
    }

    Version version() {
      return first.version();
    }

    private boolean hasUp() {
      return roles.containsKey(Role.UP) || roles.containsKey(Role.WHOLE);
    }
  }

  static SourceNames of(Collection<String> names) {
    var read = new SourceNames();
    read.group(names);
    return read;
  }

  /** Everything that is wrong with the names; empty when they can be used. */
  List<Problem> problems() {
    return problems;
  }

  /** The migrations, in order. */
  Collection<Files> migrations() {
    return byVersion.values();
  }

  /** The versions, in order. */
  List<Version> versions() {
    return List.copyOf(byVersion.keySet());
  }

  private void group(Collection<String> names) {
    var byBase = new LinkedHashMap<String, Files>();
    var seen = new HashMap<String, String>();
    var sorted = new ArrayList<>(names);
    sorted.sort(null);
    for (var name : sorted) {
      var file = FileName.read(name);
      if (file.problem() != null) {
        problems.add(file.problem());
      }
      if (!file.belongs()) {
        continue;
      }
      var other = seen.putIfAbsent(file.flat(), name);
      if (other != null) {
        problems.add(twice(file, other));
        continue;
      }
      var files = byBase.get(file.base());
      if (files == null) {
        files = new Files(file);
        byBase.put(file.base(), files);
      }
      files.roles.put(file.role(), file);
    }
    for (var files : byBase.values()) {
      add(files);
    }
    if (byVersion.isEmpty() && problems.isEmpty()) {
      problems.add(
          new Problem(
              null,
              null,
              "there is no migration among the " + names.size() + " files",
              "add one, such as 001_create_users.sql"));
    }
  }

  private void add(Files files) {
    if (files.version().equals(Version.NONE)) {
      problems.add(
          new Problem(
              files.first.file(),
              null,
              "version 0 stands for a database without migrations",
              "begin with 1"));
      return;
    }
    if (!files.hasUp()) {
      problems.add(
          new Problem(
              files.first.file(),
              null,
              "the migration has no up.sql beside this file",
              "add "
                  + files.first.base()
                  + "/up.sql, in a ConfigMap "
                  + files.first.base()
                  + ".up.sql"));
      return;
    }
    var whole = files.roles.get(Role.WHOLE);
    var parts = files.roles.getOrDefault(Role.UP, files.roles.get(Role.DOWN));
    if (whole != null && parts != null) {
      problems.add(twice(parts, whole.file()));
      return;
    }
    var other = byVersion.putIfAbsent(files.version(), files);
    if (other != null) {
      problems.add(twice(files.up(), other.up().file()));
    }
  }

  private static Problem twice(FileName file, String other) {
    return new Problem(
        file.file(),
        null,
        "version " + file.version() + " comes twice: here and in " + other,
        "give one of them a higher version, or remove it");
  }
}
