package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Metadata;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.SqlComment;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comments before the first statement, in which a migration says things about itself. */
final class Header {
  static final String AS_WRITTEN = "as-written";

  private final String file;
  private final List<Problem> problems;
  private final References references;
  private @Nullable Phase phase;
  private @Nullable Integer phaseLine;
  private @Nullable List<Version> overtakes;
  private @Nullable String description;

  /** The line on which the description could continue. */
  private int continued;

  private @Nullable String created;
  private @Nullable String author;
  private boolean indexesAsWritten;
  private List<Version> dependsOn = List.of();
  private final List<Verification> verifications = new ArrayList<>();
  private final List<Acceptance> acceptances = new ArrayList<>();

  private Header(String file, References references, List<Problem> problems) {
    this.file = file;
    this.references = references;
    this.problems = problems;
  }

  /** Reads the comments of a file's up part. */
  static Declaration read(
      String file,
      List<SqlComment> comments,
      References references,
      HeaderKey keys,
      List<Problem> problems) {
    var header = new Header(file, references, problems);
    for (var comment : comments) {
      keys.refuseNearly(comment);
      if (!comment.block()) {
        header.read(comment);
      }
    }
    return new Declaration(
        file,
        header.phase,
        header.phaseLine,
        header.overtakes,
        header.dependsOn,
        header.verifications,
        header.description,
        new Metadata(
            header.author,
            header.created,
            List.of(),
            List.of(),
            null,
            null,
            null,
            header.indexesAsWritten,
            header.acceptances));
  }

  private void read(SqlComment comment) {
    int colon = comment.text().indexOf(':');
    if (continuesDescription(comment)) {
      return;
    }
    if (colon < 0) {
      return;
    }
    var key = HeaderKey.key(comment.text());
    var value = comment.text().substring(colon + 1).strip();
    if (key.equals("verify")) {
      if (Verification.isQuery(value)) {
        verifications.add(new Verification(file, comment.line(), Verification.trimmed(value)));
      }
      return; // wherever it stands, and prose is none
    }
    if (key.equals("accept")) { // beside the statement that it is about, or on top
      var accepted = Acceptance.read(file, comment.line(), value, problems);
      if (accepted != null) {
        acceptances.add(accepted);
      }
      return;
    }
    if (comment.statementBefore()) {
      refuseLate(comment, key, value);
    } else {
      readOnTop(comment, key, value);
    }
  }

  private void readOnTop(SqlComment comment, String key, String value) {
    switch (key) {
      case "phase" -> readPhase(comment, value);
      case "overtakes" -> overtakes = versions(comment, key, value);
      case "depends" -> dependsOn = versions(comment, key, value);
      case "migration" -> description = description == null ? value : description;
      case "description" -> {
        description = value;
        continued = comment.line() + 1;
      }
      case "date", "created" -> created = value;
      case "author" -> author = value;
      case "index" -> indexesAsWritten |= value.equals(AS_WRITTEN); // else a dump's heading
      default -> {} // a comment like any other
    }
  }

  /** A description's further lines stand below its text. */
  private boolean continuesDescription(SqlComment comment) {
    boolean more =
        description != null
            && comment.line() == continued
            && comment.indent() > 1
            && !HeaderKey.isOne(comment.text());
    if (more) {
      description = (description + " " + comment.text()).strip();
      continued++;
    }
    return more;
  }

  private List<Version> versions(SqlComment comment, String key, String value) {
    if (value.isEmpty() && key.equals("depends")) {
      return List.of(); // yoyo writes the key without a value
    }
    return references.versions(key, file, comment.line(), References.words(value));
  }

  private void readPhase(SqlComment comment, String value) {
    var read = Declaration.phase(file, comment.line(), value, problems);
    if (phase != null && read != null && phase != read) {
      problems.add(
          new Problem(
              file,
              comment.line(),
              "the phase is declared a second time, as " + read.text(),
              "declare it once"));
    }
    phase = read;
    phaseLine = comment.line();
  }

  /** Not to be ignored: the author believes to have declared a contract. */
  private void refuseLate(SqlComment comment, String key, String value) {
    boolean declares = key.equals("phase") && Phase.parse(value).isPresent();
    boolean lists = key.equals("overtakes") || key.equals("depends");
    boolean index = key.equals("index") && value.equals(AS_WRITTEN);
    if (declares || index || (lists && References.areMeant(value))) {
      problems.add(
          new Problem(
              file,
              comment.line(),
              key + " is declared after the first statement",
              "move this line to the top of the file"));
    }
  }
}
