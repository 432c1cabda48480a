package io.schemamigration.runner.prove;

/**
 * A proof, and on what it was made.
 *
 * @param rows whether the copy had the rows of the original
 */
public record CopyProof(Proof proof, boolean rows) {}
