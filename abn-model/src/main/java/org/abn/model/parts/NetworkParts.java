package org.abn.model.parts;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network consists of, by what its vertices are.
 *
 * @param outputs as the graph's, in their order: attention branch (where there is one), perception
 *     branch
 * @param vertices by what they are; what the network has not is not there
 * @param mapValues what values attention maps have; null without an attention branch
 */
public record NetworkParts(List<Output> outputs, Map<Role, String> vertices, MapValues mapValues)
    implements Serializable {

  /** Copies the collections. */
  public NetworkParts {
    outputs = List.copyOf(outputs);
    Map<Role, String> copy = new EnumMap<>(Role.class);
    copy.putAll(vertices);
    vertices = Collections.unmodifiableMap(copy);
  }

  /** Whether there is an attention branch, and so two outputs and an attention map. */
  public boolean hasAttention() {
    return vertices.containsKey(Role.ATTENTION_MAP);
  }

  /**
   * Whether a vertex's parameters are the backbone's, which a classifier without attention, and of
   * other classes, can give: those of feature extractor and perception branch, but for what
   * classifies.
   */
  public boolean isBackbone(String vertex) {
    boolean ofPart = Part.FEATURE_EXTRACTOR.holds(vertex) || Part.PERCEPTION_BRANCH.holds(vertex);
    return ofPart && !vertex.equals(vertices.get(Role.CLASSIFIER));
  }

  /** The vertex that is something; empty where the network has none of the kind. */
  public Optional<String> vertex(Role role) {
    return Optional.ofNullable(vertices.get(role));
  }

  /**
   * The output of a branch.
   *
   * @throws IllegalArgumentException where the network has no such branch
   */
  public Output output(Branch branch) {
    return outputs.stream()
        .filter(output -> output.branch() == branch)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the network has no output " + branch.vertex()));
  }
}
