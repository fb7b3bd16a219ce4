package org.abn.spark.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training pass, forward and backward, of a network whose parameters and images are made by a
 * rule: its loss, and the length of the gradient of each of its arrays.
 *
 * @param network by its name
 */
record FamilyStep(String network) {

  /** One of each family; what the others consist of is in these. */
  static final List<String> OF_EACH_FAMILY =
      List.of(
          "abn-resnet8",
          "abn-wrn-10-1",
          "abn-densenet-10-4",
          "abn-eq1-resnext-11-2x1",
          "seresnet18",
          "cam-vgg16-bn",
          "abn-multitask-resnet18");

  /** Of the loss's key; those of gradients are DL4J's names of parameters. */
  private static final String LOSS = "loss";

  private static final InputShape IMAGES = new InputShape(48, 32, 3);
  private static final int OUTPUTS = 3;
  private static final int BATCH = 4;
  private static final Sgd SGD = Sgd.constant(0.1, 0.9, 1e-4);

  private static final double LOSS_TOLERANCE = 1e-3;

  /** A ReLU lets through in one type what it stops in another, a value within rounding of zero. */
  private static final double GRADIENT_TOLERANCE = 0.1;

  /** Part of the whole gradient that rounding leaves of one that a batch norm cancels. */
  private static final double CANCELLED = 1e-4;

  /** What it comes to, by name: the loss, and the lengths of gradients. */
  Map<String, Double> run(DataType type) {
    Model model = Network.named(network).configuration(IMAGES, OUTPUTS, SGD, 1, type).newModel();
    Map<String, INDArray> parameters = model.graph().paramTable();
    new TreeMap<>(parameters).forEach(FamilyStep::fill);
    model.graph().setInputs(images(type));
    var labels = new INDArray[model.graph().getNumOutputArrays()];
    Arrays.fill(labels, labels(type));
    model.graph().setLabels(labels);
    model.graph().initGradientsView();
    model.graph().computeGradientAndScore();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(LOSS, model.graph().score());
    new TreeMap<>(model.graph().gradient().gradientForVariable())
        .forEach((name, gradient) -> values.put(name, gradient.norm2Number().doubleValue()));
    return values;
  }

  /** Weights as Kaiming's by their fan-in, and norms near the identity. */
  private static void fill(String name, INDArray array) {
    var random = new SplittableRandom(name.hashCode());
    float[] values = new float[Math.toIntExact(array.length())];
    double scale = Math.sqrt(6.0 * array.size(0) / array.length());
    boolean near1 = name.endsWith("variance") || (array.rank() == 1 && name.endsWith("weight"));
    for (int i = 0; i < values.length; i++) {
      double u = random.nextDouble();
      double around0 = (2 * u - 1) * (name.endsWith("weight") ? scale : 0.1);
      values[i] = (float) (near1 ? 0.8 + 0.4 * u : around0);
    }
    array.assign(Nd4j.create(values, array.shape(), 'c').castTo(array.dataType()));
  }

  private static INDArray images(DataType type) {
    long[] shape = {BATCH, IMAGES.height(), IMAGES.width(), IMAGES.channels()};
    INDArray images = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    fill("images", images);
    return images.muli(20).castTo(type);
  }

  /** One class an image, or one task. */
  private static INDArray labels(DataType type) {
    INDArray labels = Nd4j.zeros(type, BATCH, OUTPUTS);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % OUTPUTS, 1);
    }
    return labels;
  }

  /** What is wrong with values of FLOAT; empty where nothing is. */
  Optional<String> difference(Map<String, Double> values, Map<String, Double> due) {
    double whole = Math.sqrt(due.values().stream().mapToDouble(v -> v * v).sum());
    List<String> wrong = new ArrayList<>();
    due.forEach(
        (name, right) -> {
          double value = values.getOrDefault(name, Double.NaN);
          double tolerance =
              name.equals(LOSS)
                  ? LOSS_TOLERANCE * right
                  : GRADIENT_TOLERANCE * right + CANCELLED * whole;
          if (!(Math.abs(value - right) <= tolerance)) { // not so a NaN either
            wrong.add(
                String.format(Locale.ROOT, "%s %.6g where %.6g is right", name, value, right));
          }
        });
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s computes %d of %d values wrong: %s",
                network,
                wrong.size(),
                due.size(),
                wrong.get(0)));
  }
}
