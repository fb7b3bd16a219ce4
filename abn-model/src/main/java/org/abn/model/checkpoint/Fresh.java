package org.abn.model.checkpoint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.abn.model.parts.Part;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What starts anew with {@code --backbone-only}.
 *
 * @param attention names of the attention branch's tensors
 * @param classifier names of the classifier's
 */
record Fresh(Set<String> attention, Set<String> classifier) {

  /** Where everything of that starts anew already. */
  static final Fresh ALREADY = new Fresh(Set.of(), Set.of());

  /** Of a network that a whole checkpoint is read into. */
  static Fresh of(ComputationGraph network) {
    return new Fresh(
        NetworkTensors.of(network, Part.ATTENTION_BRANCH::holds).keySet(), Classifiers.tensors());
  }

  /**
   * What to do, to come behind a message; empty where the attention branch is not at fault, or more
   * than what starts anew is.
   */
  String advice(List<ExpectedTensors.Fault> faults) {
    Set<String> left = faults.stream().map(ExpectedTensors.Fault::name).collect(Collectors.toSet());
    boolean some = left.removeAll(attention);
    boolean others = left.removeAll(classifier);
    return some && left.isEmpty()
        ? ": all but the attention branch%s fits, take it by --backbone-only and --classes"
            .formatted(others ? " and the classifier" : "")
        : "";
  }
}
