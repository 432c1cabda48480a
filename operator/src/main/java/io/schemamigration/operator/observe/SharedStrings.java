package io.schemamigration.operator.observe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts so that those that are repeated are held once: of what the caches hold, half is
 * namespaces, labels, digests and messages that many objects, or many fields of one, have in
 * common.
 *
 * <p>It remembers a few thousand texts, each in the place that its hash gives it; the next one with
 * that place drives it out. Threads may overwrite each other's: then a text is held twice.
 */
public final class SharedStrings {
  private static final int PLACE_BITS = 12;
  private static final int PLACES = 1 << PLACE_BITS;

  /** Texts that differ in their last character only have hashes side by side. */
  private static final int SPREAD = 0x9E3779B9;

  private final @Nullable String[] places = new String[PLACES];

  /** A client's JSON, with such texts. */
  public static KubernetesSerialization serialization() {
    var module = new SimpleModule("shared strings");
    module.addDeserializer(String.class, new Deserializer(new SharedStrings()));
    return new KubernetesSerialization(new ObjectMapper().registerModule(module), true);
  }

  String share(String text) {
    int place = (text.hashCode() * SPREAD) >>> (Integer.SIZE - PLACE_BITS);
    var known = places[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    places[place] = text;
    return text;
  }

  private static final class Deserializer extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;
    private final transient SharedStrings strings;

    Deserializer(SharedStrings strings) {
      super(String.class);
      this.strings = strings;
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var text = StringDeserializer.instance.deserialize(parser, context);
      return text == null ? null : strings.share(text);
    }
  }
}
