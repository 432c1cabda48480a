package io.schemamigration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

/** The operator's {@code logback.xml}, with what the chart sets. */
class LogFormatTest {
  @Test
  void aLineIsTextByDefault() throws JoranException {
    assertThat(line("text", configured(null)))
        .contains("WARN  log name=\"app\" two\nlines")
        .doesNotContain("{");
  }

  @Test
  void aLineIsAnObjectOnRequest() throws JoranException, JsonProcessingException {
    var line = line("json", configured("json"));
    assertThat(line.strip()).doesNotContain("\n");
    var object = new ObjectMapper().readTree(line);
    assertThat(object.get("level").asText()).isEqualTo("WARN");
    assertThat(object.get("formattedMessage").asText()).isEqualTo("two\nlines");
    assertThat(object.at("/kvpList/0/name").asText()).isEqualTo("app");
    assertThat(object.has("timestamp")).isTrue();
  }

  private static LoggerContext configured(String format) throws JoranException {
    var context = new LoggerContext();
    if (format != null) {
      context.putProperty("LOG_FORMAT", format);
    }
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
    return context;
  }

  private static String line(String appender, LoggerContext context) {
    var logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var event =
        new LoggingEvent(
            "", context.getLogger("a.log"), Level.WARN, "{}\nlines", null, new Object[] {"two"});
    event.setKeyValuePairs(List.of(new KeyValuePair("name", "app")));
    var out = (OutputStreamAppender<ILoggingEvent>) logger.getAppender(appender);
    assertThat(out).as("its only appender").isSameAs(logger.iteratorForAppenders().next());
    return new String(out.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
