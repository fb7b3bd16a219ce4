package org.abn.model.checkpoint.torch;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.core.StreamReadFeature;

/**
 * Reads a header of safetensors: an object of {@code dtype}, {@code shape} and {@code data_offsets}
 * a tensor. It goes by tokens, so that nothing takes memory but tensors.
 */
final class SafetensorsHeader {

  private static final String METADATA = "__metadata__";

  /** Names are a file's, and better not kept in tables of the program's. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** Of a number that certainly fits. */
  private static final int MOST_DIGITS = 18;

  /** More than a tensor has. */
  private static final int LONGEST_ARRAY = 64;

  private final JsonParser json;
  private final List<SafetensorsEntry> entries = new ArrayList<>();

  private SafetensorsHeader(JsonParser json) {
    this.json = json;
  }

  /**
   * The tensors in the header's order.
   *
   * @param header without the length before it
   * @throws InvalidCheckpointException where it is no such object, and names the place
   */
  static List<SafetensorsEntry> read(byte[] header) throws IOException {
    try (JsonParser json = JSON.createParser(text(header))) {
      var reader = new SafetensorsHeader(json);
      try {
        reader.all();
      } catch (JsonProcessingException e) {
        throw reader.fault(e.getOriginalMessage());
      }
      return reader.entries;
    }
  }

  private static char[] text(byte[] header) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header));
      return Arrays.copyOf(text.array(), text.length());
    } catch (CharacterCodingException e) {
      throw new InvalidCheckpointException("the header of safetensors is no text of UTF-8", e);
    }
  }

  private InvalidCheckpointException fault(String problem) {
    return new InvalidCheckpointException(
        String.format(
            Locale.ROOT,
            "the header of safetensors is damaged at character %d: %s",
            json.getCurrentLocation().getCharOffset(),
            problem));
  }

  private void all() throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.getCurrentName();
      if (name.equals(METADATA)) {
        passOver();
      } else {
        entries.add(entry(name));
      }
    }
    if (json.nextToken() != null) {
      throw fault("expected its end");
    }
  }

  private void require(JsonToken due, String what) throws IOException {
    if (json.nextToken() != due) {
      throw fault("expected " + what);
    }
  }

  /** Text by name, of which a network's weights need none. */
  private void passOver() throws IOException {
    require(JsonToken.START_OBJECT, METADATA + " to be an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      require(JsonToken.VALUE_STRING, METADATA + " to hold text alone");
    }
  }

  private SafetensorsEntry entry(String name) throws IOException {
    Optional<ElementType> type = Optional.empty();
    Optional<long[]> shape = Optional.empty();
    Optional<long[]> offsets = Optional.empty();
    require(JsonToken.START_OBJECT, "an object as tensor " + name);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.getCurrentName()) {
        case "dtype" -> type = Optional.of(type(name));
        case "shape" -> shape = Optional.of(numbers());
        case "data_offsets" -> offsets = Optional.of(numbers()).filter(pair -> pair.length == 2);
        default -> throw fault("tensor %s has a %s".formatted(name, json.getCurrentName()));
      }
    }
    if (type.isEmpty() || shape.isEmpty() || offsets.isEmpty()) {
      throw fault("expected dtype, shape and two data_offsets of tensor " + name);
    }
    long[] pair = offsets.get();
    return new SafetensorsEntry(name, type.get(), shape.get(), pair[0], pair[1]);
  }

  private ElementType type(String tensor) throws IOException {
    require(JsonToken.VALUE_STRING, "text as dtype of tensor " + tensor);
    String name = json.getText();
    return known()
        .filter(type -> type.safetensorsName().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidCheckpointException(unknown(tensor, name)));
  }

  private static String unknown(String tensor, String type) {
    return "tensor %s: has dtype %s, expected one of %s"
        .formatted(tensor, type, known().map(ElementType::safetensorsName).collect(joining(", ")));
  }

  private static Stream<ElementType> known() {
    return Arrays.stream(ElementType.values()).filter(type -> !type.safetensorsName().isEmpty());
  }

  private long[] numbers() throws IOException {
    require(JsonToken.START_ARRAY, "an array");
    long[] numbers = new long[LONGEST_ARRAY];
    int length = 0;
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT && length < LONGEST_ARRAY) {
      numbers[length++] = number();
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw fault("expected an array of a few whole numbers");
    }
    return Arrays.copyOf(numbers, length);
  }

  private long number() throws IOException {
    if (json.getTextLength() > MOST_DIGITS
        || json.getTextCharacters()[json.getTextOffset()] == '-') {
      throw fault("expected a whole number from 0 to 10^18");
    }
    return json.getLongValue();
  }
}
