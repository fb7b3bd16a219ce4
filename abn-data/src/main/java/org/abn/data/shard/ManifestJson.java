package org.abn.data.shard;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.abn.data.InvalidDataException;

/** The manifest's records as JSON: strict in reading, the same bytes on every machine. */
final class ManifestJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private ManifestJson() {}

  static <T> T read(String json, Class<T> type, String what) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw malformed(what, e);
    }
  }

  /** The value of a top-level number, or -1 where there is none. */
  static int number(String json, String field, String what) {
    try {
      JsonNode value = MAPPER.readTree(json).path(field);
      return value.isInt() ? value.intValue() : -1;
    } catch (JsonProcessingException e) {
      throw malformed(what, e);
    }
  }

  static String write(Object value) {
    return write(value, false);
  }

  static String writeIndented(Object value) {
    return write(value, true) + "\n";
  }

  private static String write(Object value, boolean indented) {
    try {
      return (indented ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer())
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value, e);
    }
  }

  private static InvalidDataException malformed(String what, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place = at == null ? "" : ", line " + at.getLineNr() + " column " + at.getColumnNr();
    boolean ours = e.getCause() instanceof InvalidDataException;
    String message = ours ? e.getCause().getMessage() : e.getOriginalMessage();
    return new InvalidDataException(what + place + ": " + message, e);
  }
}
