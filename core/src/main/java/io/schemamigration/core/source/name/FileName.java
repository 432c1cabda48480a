package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says. A folder's {@code V001__x/up.sql} and a ConfigMap's {@code
 * V001__x.up.sql} say the same.
 *
 * @param file the name as the user knows it
 * @param role what it is for the migration; {@code OTHER} belongs to no layout
 * @param form how the name is made
 * @param flat the name without folders, by which the digest sorts
 * @param base what comes before the role's ending: {@code V001__x}, {@code 003_x}
 * @param number the version as it is written in the base: {@code 001}, {@code 1_2}, {@code
 *     2023-01-02-030405}
 * @param version the version, where it belongs to a layout
 * @param description the name in words
 * @param problem why a file that looks like a migration's isn't one, or null
 */
public record FileName(
    String file,
    Role role,
    Form form,
    String flat,
    String base,
    String number,
    Version version,
    String description,
    @Nullable Problem problem) {

  /** What a number 0 is called, since version 0 is a database without migrations. */
  public static final Version FIRST = Version.of("0.0.0.1");

  private static final String FLYWAY_SETTINGS = ".sql.conf";
  private static final String PRISMA = ".migration.sql";
  private static final String YOYO_DOWN = ".rollback.sql";

  /** What a file is for its migration. */
  public enum Role {
    /** All of it: statements, or sections of them. */
    WHOLE(".sql"),
    /** The statements that apply it. */
    UP(".up.sql"),
    /** The statements that take it back. */
    DOWN(".down.sql"),
    /** What it says about itself. */
    METADATA(".metadata.yaml"),
    /** How another tool was set to run it: diesel's metadata.toml, Flyway's .sql.conf. */
    SETTINGS(".metadata.toml"),
    /** Flyway's {@code R__}: run again whenever it has changed. */
    REPEATABLE(".sql"),
    /** Not a migration's file. */
    OTHER("");

    private final String ending;

    Role(String ending) {
      this.ending = ending;
    }

    String ending() {
      return ending;
    }
  }

  /** How a name is made. */
  public enum Form {
    /** {@code 003_x}, {@code 0005_20240115_103000_x}, {@code 2023-01-02-030405_x}. */
    NUMBER,
    /** {@code V001__x}, a folder's name. */
    FOLDER,
    /** {@code V1_2__x.sql}, {@code U1_2__x.sql}, {@code R__x.sql}. */
    FLYWAY,
    /** None of ours. */
    NONE
  }

  /** Reads a name; never fails, the problem is in the result. */
  public static FileName read(String name) {
    if (name.startsWith(".") || name.contains("/.")) {
      return other(name, null);
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return inFlat(name, name);
    }
    var folder = name.substring(0, slash);
    var file = name.substring(slash + 1);
    if (IgnoredFile.folder(folder)) {
      return other(name, null);
    }
    return switch (file) {
      case "up.sql", "down.sql", "migration.sql", "metadata.yaml", "metadata.toml" ->
          inFlat(name, folder + "." + file);
      default -> other(name, IgnoredFile.inFolder(name, file));
    };
  }

  /** Whether the file is part of the source, and so of its digest. */
  public boolean belongs() {
    return role != Role.OTHER;
  }

  /** What the files of one migration share. */
  String key() {
    return form == Form.FLYWAY && !base.startsWith("R") ? "V" + version : base;
  }

  /** Whether it is Prisma's {@code migration.sql}, whose folder's whole name gives the order. */
  public boolean isPrisma() {
    return flat.endsWith(PRISMA);
  }

  /** Whether it rolls back what a file without sections does: yoyo's. */
  boolean isRollback() {
    return flat.endsWith(YOYO_DOWN);
  }

  /** Whether its name keeps it out of a transaction: fizz' {@code .autocommit.}. */
  public boolean autocommit() {
    return variant().autocommit();
  }

  Variant variant() {
    return form == Form.NUMBER
        ? Variant.of(flat.substring(0, flat.length() - ending(role, flat).length()))
        : new Variant(base, "", false);
  }

  /** What comes before the number in the base. */
  public String prefix() {
    return form == Form.NUMBER ? "" : base.substring(0, 1);
  }

  private static FileName inFlat(String file, String flat) {
    var role = role(flat);
    if (role == Role.OTHER) {
      return other(file, IgnoredFile.nearMiss(file));
    }
    if (file.chars().anyMatch(Character::isISOControl)) {
      return other(file, new Problem(file, null, "the name has a control character", "rename it"));
    }
    if (role == Role.WHOLE && IgnoredFile.schemaOrSeed(flat)) {
      return other(file, null);
    }
    var callback = IgnoredFile.callback(file);
    if (callback != null) {
      return other(file, callback);
    }
    boolean settings = flat.endsWith(FLYWAY_SETTINGS);
    if (settings || (role == Role.WHOLE && VersionedName.flywayLike(flat))) {
      var base = flat.substring(0, flat.length() - (settings ? FLYWAY_SETTINGS : ".sql").length());
      return VersionedName.flyway(file, role, flat, base);
    }
    var base = flat.substring(0, flat.length() - ending(role, flat).length());
    return VersionedName.folderLike(base)
        ? VersionedName.folder(file, role, flat, base)
        : VersionedName.number(file, role, flat, Variant.of(base).base());
  }

  private static String ending(Role role, String flat) {
    for (var other : new String[] {PRISMA, YOYO_DOWN}) {
      if (flat.endsWith(other)) {
        return other;
      }
    }
    return role.ending();
  }

  private static Role role(String flat) {
    if (flat.endsWith(".up.sql") || flat.endsWith(PRISMA)) {
      return Role.UP;
    }
    if (flat.endsWith(".down.sql") || flat.endsWith(YOYO_DOWN)) {
      return Role.DOWN;
    }
    if (flat.endsWith(".metadata.yaml")) {
      return Role.METADATA;
    }
    if (flat.endsWith(".metadata.toml")) {
      return Role.SETTINGS;
    }
    if (flat.endsWith(FLYWAY_SETTINGS) && VersionedName.flywayLike(flat)) {
      return Role.SETTINGS;
    }
    return flat.endsWith(".sql") ? Role.WHOLE : Role.OTHER;
  }

  static FileName other(String file, @Nullable Problem problem) {
    return new FileName(file, Role.OTHER, Form.NONE, file, file, "", Version.NONE, "", problem);
  }
}
