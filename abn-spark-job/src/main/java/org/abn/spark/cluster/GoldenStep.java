package org.abn.spark.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.layer.HeavyBallUpdater;
import org.abn.model.layer.TrainingStep;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.NativeThreads;
import org.abn.spark.training.NetworkDescription;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small attention branch network that is sent to an executor, trained there for a step, and
 * asked: whether it arrives as it is, and whether what computes there computes right.
 *
 * @param description of the network
 * @param state that it starts from
 * @param threads OpenMP threads
 */
record GoldenStep(NetworkDescription description, ModelState state, int threads)
    implements Serializable {

  private static final InputShape IMAGES = new InputShape(16, 16, 3);
  private static final int CLASSES = 3;
  private static final int BATCH = 4;
  private static final Sgd SGD = Sgd.constant(0.1, 0.9, 1e-4);

  /**
   * The logits of the attention branch, then of the perception branch, after the step, image by
   * image. With AVX-512 and with AVX2, one thread and two, they are the same to six digits.
   */
  private static final float[] EXPECTED = {
    -0.001002f,
    0.338394f,
    0.952843f,
    -0.044920f,
    0.216191f,
    1.003993f,
    -0.075182f,
    0.095022f,
    0.946436f,
    -0.004750f,
    0.311674f,
    0.893270f,
    0.548259f,
    -0.395408f,
    0.049309f,
    0.452762f,
    -0.333596f,
    0.047834f,
    0.489292f,
    -0.424247f,
    0.026735f,
    0.540781f,
    -0.412218f,
    0.024822f
  };

  /** Of logits of about 1: kernels of another kind add in another order. */
  private static final float TOLERANCE = 1e-3f;

  /** The step that every executor is to take; made on the driver. */
  static GoldenStep withThreads(int threads) {
    Model model =
        Network.named("abn-resnet8")
            .configuration(IMAGES, CLASSES, SGD, 1, DataType.FLOAT)
            .newModel();
    HeavyBallUpdater.install(model.graph());
    return new GoldenStep(NetworkDescription.of(model), ModelState.of(model.graph()), threads);
  }

  /**
   * What came of it.
   *
   * @param fault that it shows; empty where there is none
   * @param sha256 of the parameters after the step, the same where the bits are
   */
  record Outcome(Optional<String> fault, String sha256) {}

  /** Takes the step here. */
  Outcome run() {
    return NativeThreads.with(threads, this::step);
  }

  private Outcome step() {
    Model model = description.newModel();
    HeavyBallUpdater.install(model.graph());
    state.into(model.graph());
    String arrived = ModelState.sha256(ModelState.of(model.graph()).parameters());
    if (!arrived.equals(ModelState.sha256(state.parameters()))) {
      return new Outcome(Optional.of("a model does not arrive as it was sent"), arrived);
    }
    try (INDArray images = images();
        INDArray labels = labels()) {
      INDArray[] both = {labels, labels};
      new TrainingStep(model.graph()).fit(new MultiDataSet(new INDArray[] {images}, both));
      String after = ModelState.sha256(ModelState.of(model.graph()).parameters());
      return new Outcome(difference(logits(model, images)), after);
    }
  }

  private static float[] logits(Model model, INDArray images) {
    try (Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      float[] attention = prediction.of(Branch.ATTENTION).logits().dup('c').data().asFloat();
      float[] perception = prediction.of(Branch.PERCEPTION).logits().dup('c').data().asFloat();
      float[] all = Arrays.copyOf(attention, attention.length + perception.length);
      System.arraycopy(perception, 0, all, attention.length, perception.length);
      return all;
    }
  }

  /** What is wrong with logits. */
  static Optional<String> difference(float[] logits) {
    for (int i = 0; i < EXPECTED.length; i++) {
      // Not so a NaN either.
      if (!(Math.abs(logits[i] - EXPECTED[i]) <= TOLERANCE * Math.max(1, Math.abs(EXPECTED[i])))) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "a training step computes %.6f where %.6f is right",
                logits[i],
                EXPECTED[i]));
      }
    }
    return Optional.empty();
  }

  /** Smooth patterns, which no generator of random numbers has a part in. */
  private static INDArray images() {
    float[] values = new float[BATCH * IMAGES.height() * IMAGES.width() * IMAGES.channels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) StrictMath.sin(0.7 * i);
    }
    return Nd4j.create(
        values, new long[] {BATCH, IMAGES.height(), IMAGES.width(), IMAGES.channels()}, 'c');
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }
}
