package io.schemamigration.core.source;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a migration says about itself beside its SQL, mainly for people.
 *
 * @param author who wrote it
 * @param created when, as written
 * @param dependencies what it builds on, as written
 * @param tags free words
 * @param estimatedDurationMillis how long its author expects it to run, in milliseconds
 * @param reversible whether its author says that it can be rolled back
 * @param notes free text
 * @param indexesAsWritten whether its indexes are built as they are written, whatever the tables'
 *     size
 * @param acceptances the rules whose findings its author accepts
 */
public record Metadata(
    @Nullable String author,
    @Nullable String created,
    List<String> dependencies,
    List<String> tags,
    @Nullable Long estimatedDurationMillis,
    @Nullable Boolean reversible,
    @Nullable String notes,
    boolean indexesAsWritten,
    List<Acceptance> acceptances) {

  /** Says nothing. */
  public static final Metadata NONE =
      new Metadata(null, null, List.of(), List.of(), null, null, null);

  /** Says nothing about indexes, and accepts nothing. */
  public Metadata(
      @Nullable String author,
      @Nullable String created,
      List<String> dependencies,
      List<String> tags,
      @Nullable Long estimatedDurationMillis,
      @Nullable Boolean reversible,
      @Nullable String notes) {
    this(
        author,
        created,
        dependencies,
        tags,
        estimatedDurationMillis,
        reversible,
        notes,
        false,
        List.of());
  }

  /** Makes the lists safe to share. */
  public Metadata {
    dependencies = List.copyOf(dependencies);
    tags = List.copyOf(tags);
    acceptances = List.copyOf(acceptances);
  }

  /** The same, with what is accepted. */
  public Metadata accepting(List<Acceptance> accepted) {
    return new Metadata(
        author,
        created,
        dependencies,
        tags,
        estimatedDurationMillis,
        reversible,
        notes,
        indexesAsWritten,
        accepted);
  }

  /** This, with what the other adds or replaces. */
  public Metadata with(Metadata other) {
    return new Metadata(
        other.author != null ? other.author : author,
        other.created != null ? other.created : created,
        other.dependencies.isEmpty() ? dependencies : other.dependencies,
        other.tags.isEmpty() ? tags : other.tags,
        other.estimatedDurationMillis != null
            ? other.estimatedDurationMillis
            : estimatedDurationMillis,
        other.reversible != null ? other.reversible : reversible,
        other.notes != null ? other.notes : notes,
        indexesAsWritten || other.indexesAsWritten,
        Stream.concat(acceptances.stream(), other.acceptances.stream()).toList());
  }
}
