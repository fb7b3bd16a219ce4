package org.abn.model.explain;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.abn.model.parts.Branch;

/**
 * What a network answers for an image, and where it looked.
 *
 * @param probabilities by branch, of each class, or that the image has each attribute; in [0, 1],
 *     not copied
 * @param targets which answers are explained, by number; at least one
 * @param maps by method: one map a target, or one for all of them where the network has but one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Explanation(
    Map<Branch, float[]> probabilities,
    List<Integer> targets,
    Map<ExplanationMethod, List<SaliencyMap>> maps) {

  /** Copies maps and lists. */
  public Explanation {
    probabilities = Map.copyOf(probabilities);
    targets = List.copyOf(targets);
    maps = new EnumMap<>(maps);
  }

  /** What the perception branch answers. */
  public float[] perception() {
    return probabilities.get(Branch.PERCEPTION);
  }

  /**
   * The map of a method.
   *
   * @param target place among the targets, from 0
   */
  public SaliencyMap map(ExplanationMethod method, int target) {
    List<SaliencyMap> ofMethod = maps.get(method);
    return ofMethod.get(Math.min(target, ofMethod.size() - 1));
  }
}
