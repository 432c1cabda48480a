package io.schemamigration.runner.support;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test that has to hold on each database. */
@ParameterizedClass
@ArgumentsSource(Engines.class)
public abstract class DatabaseTest {
  @Parameter public Engine engine;

  @TempDir(factory = InMemory.class)
  public Path temp;

  public Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(engine, temp);
  }

  @AfterEach
  void close() {
    scene.close();
  }
}
