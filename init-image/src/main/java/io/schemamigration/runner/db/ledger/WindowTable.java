package io.schemamigration.runner.db.ledger;

import static io.schemamigration.runner.db.ledger.WindowColumn.CLAIM;
import static io.schemamigration.runner.db.ledger.WindowColumn.CLAIM_EXPIRES_AT;
import static io.schemamigration.runner.db.ledger.WindowColumn.CLAIM_FIRM;
import static io.schemamigration.runner.db.ledger.WindowColumn.DIGEST;
import static io.schemamigration.runner.db.ledger.WindowColumn.ID;
import static io.schemamigration.runner.db.ledger.WindowColumn.MAXIMUM;
import static io.schemamigration.runner.db.ledger.WindowColumn.MINIMUM;
import static io.schemamigration.runner.db.ledger.WindowColumn.OWNER;
import static io.schemamigration.runner.db.ledger.WindowColumn.PENDING;
import static io.schemamigration.runner.db.ledger.WindowColumn.STEP_ID;
import static io.schemamigration.runner.db.ledger.WindowColumn.STEP_NUMBER;
import static io.schemamigration.runner.db.ledger.WindowColumn.UPDATED_AT;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.OneTransaction.Guard;
import io.schemamigration.runner.db.OwnTables;
import io.schemamigration.runner.db.Sql;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code schema_migration_window}, of one row, and every statement on it.
 *
 * @param sql of the database
 */
public record WindowTable(Sql sql) {
  /** Its name. */
  public static final String NAME = OwnTables.WINDOW;

  /** How many columns {@link #read} reads. */
  static final int READ = 9;

  private static final int CLAIM_MINUTES = 10;
  private static final String DIVISION_BY_ZERO = "22012";

  /** The qualified name. */
  public String name() {
    return sql.table(NAME);
  }

  /** Creates it. */
  public String create() {
    return TableSql.create(
        name(), Arrays.stream(WindowColumn.values()).map(c -> c.definition(sql.dialect())));
  }

  /** What {@link #read} reads, for a query of the window. */
  String columns() {
    var alive = CLAIM_FIRM + " OR " + CLAIM_EXPIRES_AT + " > " + sql.now();
    return MINIMUM
        + ", "
        + MAXIMUM
        + ", "
        + CLAIM
        + ", "
        + Sql.truth(CLAIM_FIRM.toString())
        + ", "
        + Sql.truth(CLAIM + " IS NOT NULL AND (" + alive + ")")
        + ", CAST("
        + STEP_NUMBER
        + " AS text), "
        + STEP_ID
        + ", "
        + OWNER
        + ", "
        + PENDING;
  }

  /** The row, of a query that begins with {@link #columns}. */
  static WindowRow read(@Nullable String[] row) {
    boolean alive = "true".equals(row[4]);
    var claim = row[2] == null || !alive ? null : Version.of(row[2]);
    var pending = new HashSet<Version>();
    for (var version : String.valueOf(row[8]).split(" ", -1)) {
      Version.parse(version).ifPresent(pending::add);
    }
    return new WindowRow(
        new CompatibilityWindow(
            Version.of(String.valueOf(row[0])), Version.of(String.valueOf(row[1])), claim),
        "true".equals(row[3]),
        alive,
        Long.parseLong(String.valueOf(row[5])),
        String.valueOf(row[6]),
        row[7],
        pending);
  }

  /** The first row. */
  public TableSql born(Token token, CompatibilityWindow window, @Nullable String owner) {
    var values = new EnumMap<WindowColumn, @Nullable Object>(WindowColumn.class);
    values.put(ID, TableSql.of("1"));
    values.put(MINIMUM, window.minimum().toString());
    values.put(MAXIMUM, window.maximum().toString());
    values.put(STEP_NUMBER, token.number());
    values.put(STEP_ID, token.id());
    values.put(OWNER, owner);
    return TableSql.insert(name(), values);
  }

  /** The row is a token's; the owner's, too, where there was none. */
  TableSql take(Token token, @Nullable String owner) {
    var values = held(token.number(), token.id());
    if (owner != null) {
      values.remove(UPDATED_AT);
      return TableSql.update(name(), values)
          .sql(", " + OWNER + " = COALESCE(" + OWNER + ", ")
          .value(owner)
          .sql("), " + UPDATED_AT + " = " + sql.now());
    }
    return TableSql.update(name(), values);
  }

  /** The row is of the next step, whichever that is. */
  public TableSql takeNext(String id) {
    return TableSql.update(name(), held(TableSql.of(STEP_NUMBER + " + 1"), id));
  }

  private Map<WindowColumn, @Nullable Object> held(Object number, String id) {
    var values = new EnumMap<WindowColumn, @Nullable Object>(WindowColumn.class);
    values.put(STEP_NUMBER, number);
    values.put(STEP_ID, id);
    values.put(UPDATED_AT, TableSql.of(sql.now()));
    return values;
  }

  /**
   * Where the window is. What is null stays as it is.
   *
   * @param pending versions that aren't applied; those up to the maximum are announced
   */
  public TableSql move(
      @Nullable Version minimum,
      Version maximum,
      @Nullable Collection<Version> pending,
      @Nullable String digest) {
    var values = new EnumMap<WindowColumn, @Nullable Object>(WindowColumn.class);
    if (minimum != null) {
      values.put(MINIMUM, minimum.toString());
    }
    values.put(MAXIMUM, maximum.toString());
    if (pending != null) {
      values.put(PENDING, announced(pending, maximum));
    }
    if (digest != null) {
      values.put(DIGEST, digest);
    }
    values.put(UPDATED_AT, TableSql.of(sql.now()));
    return TableSql.update(name(), values);
  }

  private static String announced(Collection<Version> pending, Version maximum) {
    return pending.stream()
        .filter(v -> !v.isAbove(maximum))
        .sorted()
        .map(Version::toString)
        .collect(Collectors.joining(" "));
  }

  /** A contract migration is announced; the claim expires by the database's clock. */
  TableSql claim(Version claim) {
    return claimed(claim.toString(), TableSql.of(sql.inMinutes(CLAIM_MINUTES)));
  }

  /** Nothing is announced. */
  TableSql unclaim() {
    return claimed(null, TableSql.of("NULL"));
  }

  private TableSql claimed(@Nullable String claim, TableSql end) {
    var values = new EnumMap<WindowColumn, @Nullable Object>(WindowColumn.class);
    values.put(CLAIM, claim);
    values.put(CLAIM_FIRM, TableSql.of(sql.bool(false)));
    values.put(CLAIM_EXPIRES_AT, end);
    return TableSql.update(name(), values);
  }

  /** From here on the claim doesn't expire. */
  TableSql firm() {
    return TableSql.update(name(), Map.of(CLAIM_FIRM, TableSql.of(sql.bool(true))));
  }

  /**
   * Locks the row and fails, by a division by zero, unless it is the token's. While another
   * transaction has the row this waits, and then judges what that one has left. PostgreSQL's.
   */
  Guard guard(Token token) {
    var held =
        new TableSql()
            .sql("WITH held AS (")
            .add(row(STEP_NUMBER, token.number()))
            .sql(" AND " + STEP_ID + " = ")
            .value(token.id())
            .sql(sql.lockRow() + ") SELECT 1 / count(*) FROM held");
    return new Guard(held.text(Sql::escaped), DIVISION_BY_ZERO);
  }

  /** A condition: the row is the token's. */
  public TableSql heldBy(Token token) {
    var row = row(STEP_NUMBER, token.number()).sql(" AND " + STEP_ID + " = ").value(token.id());
    return exists(row);
  }

  /** A condition: the row is of a step with that id. */
  public TableSql heldBy(String id) {
    return exists(row(STEP_ID, id));
  }

  private TableSql row(WindowColumn column, Object value) {
    return TableSql.of("SELECT 1 FROM " + name() + " WHERE " + column + " = ").value(value);
  }

  private static TableSql exists(TableSql row) {
    return TableSql.of("EXISTS (").add(row).sql(")");
  }

  /** A condition: there is a row, and no contract migration is being applied. */
  public String unclaimed() {
    return "EXISTS (SELECT 1 FROM " + name() + " WHERE NOT " + CLAIM_FIRM + ")";
  }

  /** A condition: there is a row, and it has no owner. */
  public String unowned() {
    return "EXISTS (SELECT 1 FROM " + name() + " WHERE " + OWNER + " IS NULL)";
  }

  /** An expression for the number of the step that wrote last. */
  public String number() {
    return "(SELECT " + STEP_NUMBER + " FROM " + name() + ")";
  }
}
