package org.abn.model.saved;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, each of the type that is due.
 *
 * @param place of the object in its file, for messages
 * @param json the object
 */
record Fields(String place, JsonNode json) {

  boolean has(String name) {
    return json.has(name);
  }

  Fields object(String name) {
    return new Fields(place + ": " + name, due(name, JsonNode::isObject, "an object"));
  }

  List<Fields> objects(String name) {
    return list(name, element -> new Fields(place + ": " + name, element));
  }

  String text(String name) {
    return due(name, JsonNode::isTextual, "text").textValue();
  }

  /** A constant by its name in small letters. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "%s: %s: expected one of %s in small letters, found %s"
                        .formatted(place, name, Arrays.toString(type.getEnumConstants()), text)));
  }

  int integer(String name) {
    return due(name, JsonNode::canConvertToInt, "a whole number").intValue();
  }

  double number(String name) {
    return due(name, JsonNode::isNumber, "a number").doubleValue();
  }

  <T> List<T> list(String name, Function<JsonNode, T> element) {
    JsonNode array = due(name, JsonNode::isArray, "an array");
    return StreamSupport.stream(array.spliterator(), false).map(element).toList();
  }

  private JsonNode due(String name, Function<JsonNode, Boolean> is, String expected) {
    JsonNode value = json.path(name);
    if (!is.apply(value)) {
      throw new InvalidModelException(
          "%s: %s: expected %s, found %s".formatted(place, name, expected, value));
    }
    return value;
  }
}
