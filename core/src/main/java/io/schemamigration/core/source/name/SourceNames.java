package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.source.name.FileName.Role;
import io.schemamigration.core.sql.Dialect;
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
public final class SourceNames {
  private final List<Problem> problems = new ArrayList<>();
  private final TreeMap<Version, Files> byVersion = new TreeMap<>();
  private final List<Files> repeatables = new ArrayList<>();
  private final List<FileName> belonging = new ArrayList<>();

  private final @Nullable Dialect dialect;

  private SourceNames(@Nullable Dialect dialect) {
    this.dialect = dialect;
  }

  /** The files of one migration. */
  public static final class Files {
    private final FileName first;
    private final Map<Role, FileName> roles = new EnumMap<>(Role.class);
    private Version version;

    Files(FileName first) {
      this.first = first;
      this.version = first.version();
    }

    /** The file that has the statements. */
    public FileName up() {
      var up = roles.getOrDefault(Role.UP, roles.get(Role.WHOLE));
      up = up == null ? roles.get(Role.REPEATABLE) : up;
      return up == null ? first : up;
    }

    public @Nullable FileName down() {
      return roles.get(Role.DOWN);
    }

    public @Nullable FileName metadata() {
      return roles.get(Role.METADATA);
    }

    public @Nullable FileName settings() {
      return roles.get(Role.SETTINGS);
    }

    /** All of them. */
    public Collection<FileName> all() {
      return roles.values();
    }

    public Version version() {
      return version;
    }

    private boolean hasUp() {
      return roles.containsKey(Role.UP)
          || roles.containsKey(Role.WHOLE)
          || roles.containsKey(Role.REPEATABLE);
    }
  }

  /** Of files for whatever database. */
  public static SourceNames of(Collection<String> names) {
    return of(names, null);
  }

  /**
   * Of files for a database.
   *
   * @param dialect of the files of a migration that has one for each, its own are taken; null:
   *     those for all others
   */
  public static SourceNames of(Collection<String> names, @Nullable Dialect dialect) {
    var read = new SourceNames(dialect);
    read.group(names);
    return read;
  }

  /** Everything that is wrong with the names; empty when they can be used. */
  public List<Problem> problems() {
    return problems;
  }

  /** What is part of the source, in the order of the names. */
  public List<FileName> belonging() {
    return belonging;
  }

  /** The migrations that have a version, in order. */
  public Collection<Files> migrations() {
    return byVersion.values();
  }

  /** Those that are run again when they change, in the order of their names. */
  public List<Files> repeatables() {
    return repeatables;
  }

  /** The versions, in order. */
  List<Version> versions() {
    return List.copyOf(byVersion.keySet());
  }

  private void group(Collection<String> names) {
    var byKey = new LinkedHashMap<String, Files>();
    var foreign = new LinkedHashMap<String, FileName>();
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
      belonging.add(file);
      var other = seen.putIfAbsent(file.flat(), name);
      if (other != null) {
        problems.add(DuplicateVersion.sameFile(file, other));
        continue;
      }
      if (Variant.rank(file.variant().database(), dialect) == 0) {
        foreign.putIfAbsent(file.key(), file);
        continue;
      }
      take(file, byKey.computeIfAbsent(file.key(), k -> new Files(file)));
    }
    addAll(byKey);
    for (var file : foreign.values()) {
      if (!byKey.containsKey(file.key())) {
        problems.add(withoutDialect(file));
      }
    }
    if (byVersion.isEmpty() && problems.isEmpty()) {
      problems.add(none(names));
    }
  }

  /** Of two files for the same, the one that fits better. */
  private void take(FileName file, Files files) {
    var same = files.roles.putIfAbsent(file.role(), file);
    if (same == null) {
      return;
    }
    if (same.variant().database().equals(file.variant().database())) {
      problems.add(DuplicateVersion.sameVersion(file, same.file()));
    } else if (Variant.rank(file.variant().database(), dialect)
        > Variant.rank(same.variant().database(), dialect)) {
      files.roles.put(file.role(), file);
    }
  }

  /** By the names of the migrations, which is Prisma's order. */
  private void addAll(Map<String, Files> byKey) {
    for (var files : new TreeMap<>(byKey).values()) {
      add(files);
    }
  }

  private Problem withoutDialect(FileName file) {
    return new Problem(
        file.file(),
        null,
        "the migration has files for other databases only",
        "add "
            + file.base()
            + file.role().ending()
            + " for all others; if nothing is to be done there, say so in a comment");
  }

  private static Problem none(Collection<String> names) {
    for (var name : names) {
      if (name.endsWith(".py")) {
        return new Problem(
            null,
            null,
            "there is no SQL migration among the " + names.size() + " files, but Python",
            "write Alembic's revisions as SQL: alembic upgrade FROM:TO --sql > 001_name.sql");
      }
    }
    return new Problem(
        null,
        null,
        "there is no migration among the " + names.size() + " files",
        "add one, such as 001_create_users.sql");
  }

  private void add(Files files) {
    if (!files.hasUp()) {
      problems.add(withoutUp(files.first));
      return;
    }
    if (files.roles.containsKey(Role.REPEATABLE)) {
      repeatables.add(files);
      return;
    }
    var whole = files.roles.get(Role.WHOLE);
    var down = files.roles.get(Role.DOWN);
    boolean undo = files.first.form() == Form.FLYWAY || (down != null && down.isRollback());
    var parts = files.roles.getOrDefault(Role.UP, undo ? null : down);
    if (whole != null && parts != null) {
      problems.add(DuplicateVersion.sameFile(parts, whole.file()));
      return;
    }
    if (files.up().isPrisma()) {
      files.version = free(files.version);
    }
    var other = byVersion.putIfAbsent(files.version(), files);
    if (other != null) {
      problems.add(DuplicateVersion.sameVersion(files.up(), other.up().file()));
    }
  }

  /** Two of Prisma's may have one time; the later name is the later migration. */
  private Version free(Version version) {
    var free = version;
    for (int i = 1; byVersion.containsKey(free); i++) {
      free = Version.of(version + "." + i);
    }
    return free;
  }

  private static Problem withoutUp(FileName file) {
    if (file.form() == Form.FLYWAY) {
      return new Problem(
          file.file(),
          null,
          "there is no migration beside this file",
          "add V" + file.number() + "__….sql, or remove this file");
    }
    if (file.form() == Form.NUMBER && file.file().indexOf('/') < 0) {
      return new Problem(
          file.file(),
          null,
          "the migration has no .up.sql beside this file",
          "add " + file.base() + ".up.sql, or move this file away");
    }
    return new Problem(
        file.file(),
        null,
        "the migration has no up.sql beside this file",
        "add " + file.base() + "/up.sql, in a ConfigMap " + file.base() + ".up.sql");
  }
}
