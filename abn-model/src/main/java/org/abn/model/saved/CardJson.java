package org.abn.model.saved;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.abn.model.InputShape;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.parts.Branch;
import org.abn.model.parts.MapValues;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.abn.model.parts.Role;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A {@link ModelCard} as the text of {@code abn.json}. */
final class CardJson {

  /** Raised when a reader of before could not understand what is written. */
  private static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private CardJson() {}

  static byte[] write(ModelCard card) throws IOException {
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
    Provenance from = card.provenance();
    write(from, json);
    from.data().ifPresent(data -> write(data, json.putObject("data")));
    json.putObject("program")
        .put("version", from.program().version())
        .put("git_commit", from.program().gitCommit());
    write(card.parts(), json.putObject("parts"));
    return JSON.writeValueAsBytes(json);
  }

  private static void write(Provenance from, ObjectNode json) {
    ObjectNode network = json.putObject("network").put("name", from.network());
    NetworkOptions options = from.options();
    options.dropout().ifPresent(dropout -> network.put("dropout", dropout));
    options.attentionHead().ifPresent(head -> network.put("attention_head", text(head)));
    network.put("tasks_at_a_time", options.tasksAtATime());
    json.putObject("input")
        .put("height", from.input().height())
        .put("width", from.input().width())
        .put("channels", from.input().channels());
    json.put("answers", from.answers());
  }

  private static void write(Data data, ObjectNode json) {
    data.names().forEach(json.putArray("names")::add);
    ObjectNode pixels = json.putObject("pixels");
    data.pixels().resize().forEach(pixels.putArray("resize")::add);
    data.pixels().mean().forEach(pixels.putArray("mean")::add);
    data.pixels().std().forEach(pixels.putArray("std")::add);
    json.put("manifest_sha256", data.manifestSha256());
  }

  private static void write(NetworkParts parts, ObjectNode json) {
    ArrayNode outputs = json.putArray("outputs");
    for (Output output : parts.outputs()) {
      outputs
          .addObject()
          .put("branch", text(output.branch()))
          .put("logits", output.logits())
          .put("kind", text(output.kind()));
    }
    ObjectNode vertices = json.putObject("vertices");
    parts.vertices().forEach((role, vertex) -> vertices.put(text(role), vertex));
    if (parts.hasAttention()) {
      json.put("map_values", text(parts.mapValues()));
    }
  }

  /** {@code attention_map} of {@code ATTENTION_MAP}. */
  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidModelException where the text is no card, or one of a later format
   */
  static ModelCard read(byte[] text) throws IOException {
    try {
      var json = new Fields(ModelFile.CARD, JSON.readTree(text));
      if (json.integer("format") != FORMAT) {
        throw new InvalidModelException(
            String.format(
                Locale.ROOT,
                "%s: is of format %d, expected %d: read it with a later version of this program",
                ModelFile.CARD,
                json.integer("format"),
                FORMAT));
      }
      return new ModelCard(parts(json.object("parts")), provenance(json));
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          ModelFile.CARD + ": is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(ModelFile.CARD + ": " + e.getMessage(), e);
    }
  }

  private static Provenance provenance(Fields json) {
    Fields network = json.object("network");
    Fields input = json.object("input");
    Fields program = json.object("program");
    return new Provenance(
        network.text("name"),
        options(network),
        new InputShape(input.integer("height"), input.integer("width"), input.integer("channels")),
        json.integer("answers"),
        json.has("data") ? Optional.of(data(json.object("data"))) : Optional.empty(),
        new Program(program.text("version"), program.text("git_commit")));
  }

  private static NetworkOptions options(Fields network) {
    return new NetworkOptions(
        network.has("dropout")
            ? OptionalDouble.of(network.number("dropout"))
            : OptionalDouble.empty(),
        network.has("attention_head")
            ? Optional.of(network.constant("attention_head", AttentionHead.class))
            : Optional.empty(),
        network.integer("tasks_at_a_time"));
  }

  private static Data data(Fields data) {
    Fields pixels = data.object("pixels");
    return new Data(
        data.list("names", JsonNode::textValue),
        new Pixels(
            pixels.list("resize", JsonNode::intValue),
            pixels.list("mean", JsonNode::floatValue),
            pixels.list("std", JsonNode::floatValue)),
        data.text("manifest_sha256"));
  }

  private static NetworkParts parts(Fields parts) {
    List<Output> outputs = new ArrayList<>();
    for (Fields output : parts.objects("outputs")) {
      outputs.add(
          new Output(
              output.constant("branch", Branch.class),
              output.text("logits"),
              output.constant("kind", OutputKind.class)));
    }
    Map<Role, String> vertices = new EnumMap<>(Role.class);
    Fields named = parts.object("vertices");
    for (Role role : Role.values()) {
      if (named.has(text(role))) {
        vertices.put(role, named.text(text(role)));
      }
    }
    MapValues values =
        parts.has("map_values") ? parts.constant("map_values", MapValues.class) : null;
    return new NetworkParts(outputs, vertices, values);
  }
}
