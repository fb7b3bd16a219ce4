package org.abn.model.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Output;
import org.abn.model.parts.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds what a network looks at, by any of the methods in one evaluation of the network.
 *
 * <p>The model must not be trained meanwhile. An object serves one thread at a time.
 */
public final class Explainer implements AutoCloseable {

  private final Set<ExplanationMethod> methods;
  private final List<Output> outputs;
  private final Optional<LastStage> last;
  private final Predictor predictor;

  /**
   * @param methods at least one
   * @throws IllegalArgumentException where the network cannot be explained by one of them
   */
  public Explainer(Model model, Collection<ExplanationMethod> methods) {
    this.methods = EnumSet.copyOf(methods);
    for (ExplanationMethod method : this.methods) {
      method
          .obstacle(model)
          .ifPresent(
              obstacle -> {
                throw new IllegalArgumentException(method + ": " + obstacle);
              });
    }
    outputs = model.parts().outputs();
    boolean looksAtLast = this.methods.stream().anyMatch(ExplanationMethod::isOfOneAnswer);
    last = looksAtLast ? Optional.of(LastStage.of(model)) : Optional.empty();
    predictor = Predictor.of(model, last.map(LastStage::needed).orElse(Set.of()));
  }

  /**
   * Explains the answers to a mini-batch.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @param targets which answers
   * @return of each image
   */
  public List<Explanation> explain(INDArray images, Targets targets) {
    return explain(images, Collections.nCopies((int) images.size(0), targets));
  }

  /**
   * Explains the answers to a mini-batch, of each image others.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @param targets which answers, by image; as many of each
   * @return of each image
   */
  public List<Explanation> explain(INDArray images, List<Targets> targets) {
    try (Prediction prediction = predictor.predict(images)) {
      return explanations(prediction, targets);
    }
  }

  /**
   * As {@link #explain(INDArray, Targets)}, with other attention maps than the network's own.
   *
   * @param attention {@code [N, H', W', 1]}, or one map a task, of the size of the network's
   * @throws IllegalArgumentException where the network has no attention map
   */
  public List<Explanation> explain(INDArray images, INDArray attention, Targets targets) {
    try (Prediction prediction = predictor.predict(images, attention)) {
      return explanations(prediction, Collections.nCopies((int) images.size(0), targets));
    }
  }

  private List<Explanation> explanations(Prediction prediction, List<Targets> targets) {
    List<Map<Branch, float[]>> probabilities = probabilities(prediction);
    Output perception = perception();
    int[][] chosen = new int[targets.size()][];
    for (int n = 0; n < chosen.length; n++) {
      float[] scores = probabilities.get(n).get(Branch.PERCEPTION);
      chosen[n] = targets.get(n).of(perception.kind(), scores);
    }
    List<Map<ExplanationMethod, List<SaliencyMap>>> maps = maps(prediction, chosen);
    return IntStream.range(0, chosen.length)
        .mapToObj(
            n ->
                new Explanation(
                    probabilities.get(n), IntStream.of(chosen[n]).boxed().toList(), maps.get(n)))
        .toList();
  }

  private Output perception() {
    return outputs.stream()
        .filter(output -> output.branch() == Branch.PERCEPTION)
        .findFirst()
        .orElseThrow();
  }

  private List<Map<Branch, float[]>> probabilities(Prediction prediction) {
    List<Map<Branch, float[]>> ofImages = new ArrayList<>();
    for (Output output : outputs) {
      INDArray rows = prediction.of(output.branch()).probabilities();
      float[] values = SaliencyMap.floats(rows);
      int width = (int) rows.size(1);
      for (int n = 0; n < rows.size(0); n++) {
        if (ofImages.size() == n) {
          ofImages.add(new EnumMap<>(Branch.class));
        }
        float[] row = Arrays.copyOfRange(values, n * width, (n + 1) * width);
        ofImages.get(n).put(output.branch(), output.kind().answers(row));
      }
    }
    return ofImages;
  }

  private List<Map<ExplanationMethod, List<SaliencyMap>>> maps(
      Prediction prediction, int[][] chosen) {
    List<Map<ExplanationMethod, List<SaliencyMap>>> maps = new ArrayList<>();
    for (int n = 0; n < chosen.length; n++) {
      Map<ExplanationMethod, List<SaliencyMap>> ofImage = new EnumMap<>(ExplanationMethod.class);
      methods.forEach(method -> ofImage.put(method, new ArrayList<>()));
      maps.add(ofImage);
    }
    if (methods.contains(ExplanationMethod.ATTENTION)) {
      addAttention(prediction.featureMaps().get(Role.ATTENTION_MAP), chosen, maps);
    }
    last.ifPresent(stage -> addOfLast(stage, prediction, chosen, maps));
    return maps;
  }

  private static void addAttention(
      INDArray attention, int[][] chosen, List<Map<ExplanationMethod, List<SaliencyMap>>> maps) {
    List<List<SaliencyMap>> ofImages = SaliencyMap.of(attention);
    for (int n = 0; n < chosen.length; n++) {
      List<SaliencyMap> ofImage = ofImages.get(n);
      List<SaliencyMap> wanted =
          ofImage.size() == 1 ? ofImage : IntStream.of(chosen[n]).mapToObj(ofImage::get).toList();
      maps.get(n).get(ExplanationMethod.ATTENTION).addAll(wanted);
    }
  }

  private void addOfLast(
      LastStage stage,
      Prediction prediction,
      int[][] chosen,
      List<Map<ExplanationMethod, List<SaliencyMap>>> maps) {
    for (int i = 0; i < chosen[0].length; i++) {
      int place = i;
      int[] targets = IntStream.range(0, chosen.length).map(n -> chosen[n][place]).toArray();
      WeightedFeatures weighted = stage.weighted(prediction, targets);
      for (int n = 0; n < chosen.length; n++) {
        for (ExplanationMethod method : methods) {
          if (method.isOfOneAnswer()) {
            maps.get(n).get(method).add(weighted.map(method, n));
          }
        }
      }
    }
  }

  /** Frees native memory at once, since the garbage collector does not see it. */
  @Override
  public void close() {
    predictor.close();
    last.ifPresent(LastStage::close);
  }
}
