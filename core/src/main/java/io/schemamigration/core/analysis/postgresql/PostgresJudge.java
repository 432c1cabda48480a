package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Earlier;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.ViewText;
import io.schemamigration.core.grammar.Grammar;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges PostgreSQL's statements by a list of what is known, with every attribute that the grammar
 * has for it; whatever isn't on it is unknown.
 *
 * <p>Older code is assumed to name the columns that it inserts and, if it joins, to qualify the
 * columns that it reads. Triggers, rules and row-level security that are in the database can't be
 * seen from here.
 */
public final class PostgresJudge implements Judge {
  /** If the release isn't known: the strictest judgement of all releases. */
  public static final int ANY_RELEASE = 0;

  private static final int MOST_SHAPES = 32;

  private final Grammar grammar;
  private final int release;
  private final Map<String, Grammar.Tree> shapes = new HashMap<>();
  private final KnownStatements read = new KnownStatements();
  private @Nullable List<Statement> statements;
  private final Earlier earlier = new Earlier(Dialect.POSTGRESQL);

  /**
   * Judges for a server.
   *
   * @param release its major version, 10 to 18, or {@link #ANY_RELEASE}
   */
  public PostgresJudge(Grammar grammar, int release) {
    this.grammar = grammar;
    this.release = release;
  }

  @Override
  public List<Judgement> judge(List<Statement> migration) {
    var folder = new Folder(statements, read, this::tree);
    var scope =
        new Scope(folder, earlier, ViewText.extended(migration, earlier, Dialect.POSTGRESQL));
    scope.begins(migration);
    var judgements = new ArrayList<Judgement>(migration.size());
    for (var statement : migration) {
      judgements.add(judge(statement, scope));
      scope.folder().add(statement);
      scope.passed(statement);
    }
    return judgements;
  }

  @Override
  public void follow(List<Statement> statements, List<Statement> pending) {
    this.statements = List.copyOf(statements);
    earlier.follow(statements, pending);
  }

  @Override
  public void know(List<Statement> database) {
    earlier.know(database);
  }

  private Judgement judge(Statement statement, Scope scope) {
    var guarded = guarded(statement, scope);
    if (guarded != null) {
      return judge(List.of(guarded), statement, scope);
    }
    return switch (parsed(statement.sql(), scope)) {
      case Grammar.Malformed(var message, var offset) ->
          Judgement.unknown(
              new Remark(
                  Rule.SYNTAX_ERROR,
                  offset,
                  message,
                  "write it as PostgreSQL 18 reads it, newer statements aren't known; commands of psql and of other databases can't"
                      + " be run"));
      case Grammar.Unjudged(var message) ->
          Judgement.unknown(
              new Remark(Rule.UNKNOWN_STATEMENT, 0, message, "make smaller statements of it"));
      case Grammar.Tree(var nodes) -> judge(nodes, statement, scope);
    };
  }

  /** What a block makes unless it exists; null for any other statement. */
  private @Nullable Node guarded(Statement statement, Scope scope) {
    var inner = GuardedBlock.inner(statement.sql());
    var parsed = inner == null ? null : grammar.parse(inner);
    if (!(parsed instanceof Grammar.Tree(var nodes)) || nodes.size() != 1) {
      return null;
    }
    return Routines.isGuarded(nodes.getFirst(), scope) ? nodes.getFirst() : null;
  }

  private @Nullable Node tree(String sql) {
    return grammar.parse(sql) instanceof Grammar.Tree(var nodes) && nodes.size() == 1
        ? nodes.getFirst()
        : null;
  }

  /** Values matter only if one may be new in an enum. */
  private Grammar.Parsed parsed(String sql, Scope scope) {
    var shape = scope.hasNewEnumValues() ? null : RowShape.of(sql);
    var known = shape == null ? null : shapes.get(shape);
    if (known != null) {
      return known;
    }
    var parsed = grammar.parse(sql);
    if (shape != null && parsed instanceof Grammar.Tree tree) {
      if (shapes.size() == MOST_SHAPES) {
        shapes.clear();
      }
      shapes.put(shape, tree);
    }
    return parsed;
  }

  private Judgement judge(List<Node> nodes, Statement statement, Scope scope) {
    var draft = new Draft(scope, release, statement.backfill() != null);
    for (var node : nodes) {
      draft.fresh(false);
      judge(node, draft);
      enumValues(node, draft);
      SessionStatements.after(node, draft);
    }
    LongNames.judge(statement.sql(), draft);
    return draft.judgement();
  }

  private static void judge(Node node, Draft draft) {
    switch (node.type()) {
      case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
          RowChanges.judge(node, draft);
      case "CopyStmt" -> RowChanges.copy(node, draft);
      case "CreateStmt" -> TableCreation.table(node, draft);
      case "CreateTableAsStmt" -> TableCreation.filled(node, draft);
      case "ViewStmt" -> TableCreation.view(node, draft);
      case "CreateSeqStmt" -> TableCreation.sequence(node, draft);
      case "CreateSchemaStmt" -> TableCreation.schema(node, draft);
      case "AlterTableStmt" -> TableChanges.judge(node, draft);
      case "AlterSeqStmt" -> RelationChanges.sequence(node, draft);
      case "IndexStmt" -> Indexes.create(node, draft);
      case "ReindexStmt" -> Indexes.rebuild(node, draft);
      case "DropStmt" -> Removal.drop(node, draft);
      case "TruncateStmt" -> Removal.truncate(node, draft);
      case "DropdbStmt", "DropRoleStmt", "DropOwnedStmt" -> Removal.whole(node, draft);
      case "RenameStmt" -> Renaming.rename(node, draft);
      case "AlterObjectSchemaStmt" -> Renaming.schema(node, draft);
      default -> judgeOther(node, draft);
    }
  }

  private static void judgeOther(Node node, Draft draft) {
    switch (node.type()) {
      case "CreateEnumStmt", "CompositeTypeStmt", "CreateRangeStmt" -> Types.create(node, draft);
      case "CreateDomainStmt" -> Types.createDomain(node, draft);
      case "AlterEnumStmt" -> Types.alterEnum(node, draft);
      case "AlterDomainStmt" -> Types.alterDomain(node, draft);
      case "GrantStmt" -> Rights.grant(node, draft);
      case "GrantRoleStmt" -> Rights.role(node, draft);
      case "AlterDefaultPrivilegesStmt" -> Rights.defaults(node, draft);
      case "AlterOwnerStmt" -> Rights.owner(node, draft);
      case "CreatePolicyStmt", "AlterPolicyStmt" -> Rights.policy(node, draft);
      case "CreateFunctionStmt" -> Routines.create(node, draft);
      case "CreateTrigStmt", "RuleStmt" -> Routines.trigger(node, draft);
      case "CreateExtensionStmt" -> Extensions.create(node, draft);
      case "DoStmt", "CallStmt", "ExecuteStmt" -> Routines.code(node, draft);
      case "VariableSetStmt" -> SessionStatements.set(node, draft);
      case "TransactionStmt" -> SessionStatements.transaction(node, draft);
      case "ConstraintsSetStmt" -> SessionStatements.constraints(node, draft);
      case "VacuumStmt" -> Upkeep.vacuum(node, draft);
      case "ClusterStmt" -> Upkeep.cluster(node, draft);
      case "RefreshMatViewStmt" -> Upkeep.refresh(node, draft);
      case "LockStmt" -> Upkeep.lock(node, draft);
      case "CreateStatsStmt" -> Upkeep.statistics(node, draft);
      case "CommentStmt" -> Upkeep.comment(node, draft);
      default -> draft.unmapped(node, "this statement (" + node.type() + ")");
    }
  }

  /** PostgreSQL refuses to use a value in the transaction that adds it to an enum. */
  private static void enumValues(Node node, Draft draft) {
    node.walk(part -> {
      var text = part.is("A_Const") ? part.node("sval") : null;
      if (text != null && draft.scope().isNewEnumValue(text.text("sval"))) {
        draft.advise(
            Rule.ENUM_VALUE_USED_AT_ONCE,
            part,
            "value " + text.text("sval") + " is used in the migration that adds it",
            "use it in the next migration: PostgreSQL refuses it in the same transaction");
      }
    });
  }
}
