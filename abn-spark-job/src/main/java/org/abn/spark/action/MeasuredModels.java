package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.model.parts.Model;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.MeasuredNetworks;
import org.abn.spark.training.SharedModel;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The networks that maps are measured with.
 *
 * @param redrawn the network with parameters drawn anew
 * @param others trainings of it
 * @param seed of noise and of random maps
 */
record MeasuredModels(Model redrawn, List<Model> others, long seed) {

  /**
   * Reads other trainings, and draws parameters.
   *
   * @param others URIs of checkpoints
   * @throws InvalidDataException where one is of another network, or the network tells attributes:
   *     what is measured is how sure it is of one class
   */
  static MeasuredModels of(Configuration hadoop, ExplainedModel explained, List<String> others)
      throws IOException {
    Experiment experiment = explained.trained().experiment();
    if (!explained.trained().labels().areClasses()) {
      throw InvalidDataException.of(
          "--measure measures maps of networks that tell one class, and %s tells attributes",
          experiment.network().name());
    }
    List<Model> models = new ArrayList<>();
    for (String other : others) {
      models.add(ExplainedModel.of(hadoop, experiment, Optional.of(other)).model());
    }
    long seed = experiment.training().seed();
    return new MeasuredModels(redrawn(explained, seed + 1), models, seed);
  }

  /** By another seed than training began with. */
  private static Model redrawn(ExplainedModel explained, long seed) {
    Experiment experiment = explained.trained().experiment();
    return experiment
        .network()
        .configuration(
            explained.trained().input(),
            explained.trained().labels().size(),
            experiment.training().sgd(),
            seed,
            DataType.FLOAT)
        .newModel();
  }

  /** As executors have them. */
  MeasuredNetworks shared(JavaSparkContext spark, int threads) {
    return new MeasuredNetworks(
        SharedModel.of(spark, redrawn, threads),
        others.stream().map(model -> SharedModel.of(spark, model, threads)).toList(),
        seed);
  }
}
