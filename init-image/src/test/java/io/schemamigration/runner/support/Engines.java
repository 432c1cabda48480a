package io.schemamigration.runner.support;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Both databases; on another release of PostgreSQL than the usual one only that. */
public final class Engines implements ArgumentsProvider {
  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Stream.of(Engine.values())
        .filter(engine -> engine == Engine.POSTGRESQL || !Postgres.isOfAnotherRelease())
        .map(Arguments::of);
  }
}
