package io.schemamigration.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;

/**
 * A folder as teams have them after some years: tables, columns, indexes, data, views, and for two
 * fifths functions with triggers. The same number gives the same folder; no statement comes twice.
 */
final class RealStyle {
  private static final String[] NOUNS = {
    "account",
    "invoice",
    "project",
    "member",
    "ticket",
    "shipment",
    "payment",
    "device",
    "report",
    "contract",
    "location",
    "product",
    "webhook",
    "comment",
    "budget",
    "vehicle"
  };
  private static final String[] FIELDS = {
    "title",
    "status",
    "currency",
    "region",
    "owner_ref",
    "notes",
    "source",
    "priority",
    "external_id",
    "reason",
    "locale",
    "channel",
    "summary",
    "category",
    "handle",
    "color"
  };
  private static final String[] TYPES = {
    "text",
    "integer",
    "bigint",
    "numeric(12, 2)",
    "boolean",
    "timestamptz",
    "uuid",
    "jsonb",
    "date",
    "varchar(80)"
  };
  private static final int KINDS = 10;

  private final Random random;
  private final int number;

  private RealStyle(int number) {
    this.number = number;
    random = new Random(20_261_201L * 31 + number);
  }

  /** Writes as many pairs of files ({@code .up.sql}, {@code .down.sql}). */
  static void write(Path folder, int files) throws IOException {
    Files.createDirectories(folder);
    for (int i = 1; i <= files; i++) {
      add(folder, i);
    }
  }

  /** Writes as many small files, each a statement or two of another kind than the one before. */
  static void small(Path folder, int files) throws IOException {
    Files.createDirectories(folder);
    for (int i = 1; i <= files; i++) {
      var style = new RealStyle(i);
      Files.writeString(folder.resolve("%06d_small.sql".formatted(i)), style.small());
    }
  }

  private String small() {
    int table = number - (number - 1) % 5;
    return switch ((number - 1) % 5) {
      case 0 ->
          "CREATE TABLE small_%d (id bigint PRIMARY KEY, name_%d text NOT NULL, at timestamptz);\n"
              .formatted(table, number);
      case 1 -> "ALTER TABLE small_%d ADD COLUMN more_%d jsonb;\n".formatted(table, number);
      case 2 ->
          "CREATE INDEX CONCURRENTLY idx_small_%d ON small_%d (at) WHERE at > '2026-01-01';\n"
              .formatted(number, table);
      case 3 ->
          "CREATE VIEW small_view_%d AS SELECT id, name_%d AS name FROM small_%d WHERE at IS NULL;\n"
              .formatted(number, table, table);
      default ->
          "UPDATE small_%d SET more_%d = '{}' WHERE more_%d IS NULL;\n"
              .formatted(table, table + 1, table + 1);
    };
  }

  /** Writes one pair more. */
  static void add(Path folder, int number) throws IOException {
    var name = "%06d_%s".formatted(number, new RealStyle(number).title());
    Files.writeString(folder.resolve(name + ".up.sql"), new RealStyle(number).up());
    Files.writeString(folder.resolve(name + ".down.sql"), new RealStyle(number).down());
  }

  private String title() {
    return switch (kind()) {
      case 0, 1 -> "create_" + table(number);
      case 2 -> "extend_" + table(near());
      case 3 -> "fill_" + table(near());
      case 8 -> "overview_of_" + table(near());
      case 9 -> "states_of_" + table(near());
      default -> "functions_for_" + table(near());
    };
  }

  private int kind() {
    return (number - 1) % KINDS;
  }

  /** The table's file that this one is about: the last that made one. */
  private int near() {
    return number - kind() + number % 2;
  }

  private static String table(int of) {
    return NOUNS[of / KINDS % NOUNS.length] + "_" + of;
  }

  private static String template(String name) throws IOException {
    try (var stream = RealStyle.class.getResourceAsStream(name + ".sql")) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    }
  }

  private String up() throws IOException {
    return switch (kind()) {
      case 0, 1 -> create();
      case 2 -> extend();
      case 3 -> fill();
      case 8 -> view();
      case 9 -> states();
      default -> functions();
    };
  }

  private String down() {
    var table = table(near());
    return switch (kind()) {
      case 0, 1 -> "DROP TABLE " + table(number) + ";\n";
      case 2 ->
          "ALTER TABLE %s DROP COLUMN extra_%d, DROP COLUMN seen_%d;\n"
              .formatted(table, number, number);
      case 3 -> "DELETE FROM %s WHERE title LIKE 'row %d.%%';\n".formatted(table, number);
      case 8 -> "DROP VIEW overview_%d;\n".formatted(number);
      case 9 -> "DROP TABLE state_change_%d;\nDROP TYPE state_%d;\n".formatted(number, number);
      default ->
          """
          DROP TRIGGER note_%1$d ON %2$s;
          DROP FUNCTION note_%1$d();
          DROP FUNCTION total_%1$d(bigint, timestamptz);
          """
              .formatted(number, table);
    };
  }

  private String create() {
    var text =
        new StringBuilder("-- What is known of each " + NOUNS[number / KINDS % NOUNS.length]);
    text.append(".\nCREATE TABLE %s (\n".formatted(table(number)));
    text.append("    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n");
    text.append("    title text NOT NULL,\n    amount numeric(14, 2) NOT NULL DEFAULT 0,\n");
    if (number > 1) {
      text.append(
          "    parent_id bigint REFERENCES %s (id) ON DELETE SET NULL,\n"
              .formatted(table(kind() == 0 ? number - KINDS : number - 1)));
    }
    int columns = 8 + random.nextInt(7);
    for (int c = 0; c < columns; c++) {
      text.append(
          "    %s_%d %s%s,\n"
              .formatted(
                  FIELDS[(number + c) % FIELDS.length], c, type(c), c % 3 == 0 ? " NOT NULL" : ""));
    }
    text.append("    created_at timestamptz NOT NULL DEFAULT now(),\n");
    text.append("    updated_at timestamptz NOT NULL DEFAULT now(),\n");
    text.append("    CONSTRAINT amount_%d CHECK (amount >= 0)\n);\n\n".formatted(number));
    return text.append(indexesAndComments(columns)).toString();
  }

  private String indexesAndComments(int columns) {
    var text = new StringBuilder();
    for (int c = 0; c < 3; c++) {
      text.append(
          "CREATE INDEX idx_%s_%d ON %s (created_at DESC, amount)%s;\n"
              .formatted(
                  table(number),
                  c,
                  table(number),
                  " WHERE amount > " + (c * 100 + random.nextInt(100))));
    }
    text.append(
        "COMMENT ON TABLE %s IS 'One row for each %s that file %d is about; kept for %d months.';\n"
            .formatted(
                table(number), NOUNS[number / KINDS % NOUNS.length], number, 3 + number % 40));
    for (int c = 0; c < columns; c += 2) {
      text.append(
          "COMMENT ON COLUMN %s.%s_%d IS 'Set by the %s''s owner; empty means that %d is assumed.';\n"
              .formatted(
                  table(number),
                  FIELDS[(number + c) % FIELDS.length],
                  c,
                  NOUNS[(number + c) % NOUNS.length],
                  random.nextInt(1000)));
    }
    return text.toString();
  }

  private String type(int column) {
    return column % 3 == 0 ? TYPES[column % 3] : TYPES[(number + column) % TYPES.length];
  }

  private String extend() throws IOException {
    return template("extend").formatted(table(near()), number);
  }

  private String fill() {
    var text =
        new StringBuilder(
            "INSERT INTO setting_%1$d (key, value, weight) VALUES\n".formatted(number));
    text.insert(
        0,
        "CREATE TABLE setting_%1$d (key text PRIMARY KEY, value jsonb NOT NULL, weight integer NOT NULL);\n"
            .formatted(number));
    int rows = 48 + random.nextInt(12);
    for (int row = 0; row < rows; row++) {
      text.append(
          "    ('%s.%d.%d', '{\"limit\": %d, \"label\": \"%s''s %s\", \"on\": %b}', %d)%s\n"
              .formatted(
                  FIELDS[row % FIELDS.length],
                  number,
                  row,
                  random.nextInt(10_000),
                  NOUNS[row % NOUNS.length],
                  FIELDS[(row + number) % FIELDS.length],
                  row % 2 == 0,
                  row,
                  row == rows - 1 ? ";" : ","));
    }
    return text.toString();
  }

  private String view() throws IOException {
    return template("view")
        .formatted(table(near()), number, random.nextInt(1000), 30 + random.nextInt(900));
  }

  private String states() throws IOException {
    return template("states").formatted(number, table(near()));
  }

  private String functions() throws IOException {
    return template("functions")
        .formatted(
            number,
            table(near()),
            100 + random.nextInt(10_000),
            20 + random.nextInt(60),
            1 + random.nextInt(5),
            5 + random.nextInt(50),
            2 + random.nextInt(4));
  }
}
