package io.schemamigration.core.source.write;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.name.FileName;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.source.name.FileName.Role;
import io.schemamigration.core.window.Version;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How a migration gets the next free version of its folder. What is in its files stays as it is,
 * and so does its checksum; only a version in metadata.yaml is rewritten.
 *
 * @param before its version
 * @param after its new version
 * @param number the new version as the folder writes it
 * @param up its file with the statements, as it is called before
 * @param moves what gets another name, in order: a folder as a whole
 * @param metadata its metadata.yaml as it is called before, or empty
 */
public record Renumbering(
    Version before, Version after, String number, String up, List<Move> moves, String metadata) {

  /** Makes the list safe to share. */
  public Renumbering {
    moves = List.copyOf(moves);
  }

  /** One file or folder, with its name before and after. */
  public record Move(String from, String to) {}

  /**
   * Plans it.
   *
   * @param names of all files in the folder
   * @param file one of the migration's files, or its folder
   * @param now in UTC, for folders that count by time
   * @throws SourceException when it is no migration's file
   */
  public static Renumbering of(Collection<String> names, String file, LocalDateTime now)
      throws SourceException {
    FileName target = null;
    var highest = Version.NONE;
    var all = new ArrayList<FileName>();
    for (var name : names.stream().sorted().toList()) {
      var read = FileName.read(name);
      if (!read.belongs() || read.version().equals(Version.NONE)) {
        continue;
      }
      all.add(read);
      highest = Version.max(highest, read.version());
      boolean named = name.equals(file) || name.startsWith(file + "/") || read.base().equals(file);
      target = target == null && named ? read : target;
    }
    if (target == null) {
      throw new SourceException(
          List.of(
              new Problem(
                  file,
                  null,
                  "this is not a migration's file with a version in that folder",
                  "name a file or a folder as it is called there")));
    }
    return of(target, all, NextNumber.after(highest, target, now));
  }

  private static Renumbering of(FileName target, List<FileName> all, String number) {
    var moves = new ArrayList<Move>();
    var up = target.file();
    var metadata = "";
    for (var file : all) {
      if (!together(target, file)) {
        continue;
      }
      up = file.role() == Role.UP || file.role() == Role.WHOLE ? file.file() : up;
      metadata = file.role() == Role.METADATA ? file.file() : metadata;
      var rest = file.base().substring(file.prefix().length() + file.number().length());
      var base = file.prefix() + number + rest;
      int slash = file.file().indexOf('/');
      var move =
          slash > 0
              ? new Move(file.file().substring(0, slash), base)
              : new Move(file.file(), base + file.file().substring(file.base().length()));
      if (!moves.contains(move)) {
        moves.add(move);
      }
    }
    var after = FileName.read(moves.getFirst().to() + (up.indexOf('/') > 0 ? "/up.sql" : ""));
    return new Renumbering(target.version(), after.version(), number, up, moves, metadata);
  }

  /** Of one migration, of which another may have the same version. */
  private static boolean together(FileName one, FileName other) {
    boolean folders = (one.file().indexOf('/') > 0) == (other.file().indexOf('/') > 0);
    return one.form() == Form.FLYWAY
        ? other.form() == Form.FLYWAY && one.base().substring(1).equals(other.base().substring(1))
        : folders && one.base().equals(other.base()) && one.form() == other.form();
  }

  /** The metadata with the new version, where it says one. */
  public String rewritten(String text) {
    var lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].startsWith("version:")) {
        lines[i] = "version: \"" + number + "\"";
      }
    }
    return String.join("\n", lines);
  }
}
