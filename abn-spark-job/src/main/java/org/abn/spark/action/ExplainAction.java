package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.DistributedExplanation;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplanationSettings;
import org.abn.spark.explanation.MapFiles;
import org.abn.spark.explanation.MeasuredNetworks;
import org.abn.spark.results.ExplanationDirectory;
import org.abn.spark.training.SharedModel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Shows what a checkpoint looks at in images, and measures on demand how good its maps are.
 *
 * <p>The driver reads the checkpoint, lists the images and sends both out; executors explain, and
 * write a map and a picture an image and method; the driver writes the tables and publishes all.
 *
 * @param experiment of the checkpoint
 * @param checkpoint URI of a checkpoint or a model.zip; empty of the run directory's latest
 * @param images URI of shards, of a directory of image files, or of one
 * @param out URI of the directory to be
 * @param options what is found and shown
 */
public record ExplainAction(
    Experiment experiment,
    Optional<String> checkpoint,
    String images,
    String out,
    ExplainOptions options) {

  /**
   * Runs the command.
   *
   * @param console gets a few lines of what was written
   * @throws InvalidDataException where the checkpoint, the images, an option or the target is at
   *     fault; nothing is left behind
   */
  public void run(PrintWriter console) throws IOException {
    // Before Spark is started, so that what the user has to mend is reported at once.
    Configuration hadoop = SparkContexts.hadoop();
    Path target = Storage.path(out);
    ExplanationDirectory.requireFree(hadoop, target);
    ExplainedModel explained = ExplainedModel.of(hadoop, experiment, checkpoint);
    ExplanationSettings settings = settings(explained);
    Optional<MeasuredModels> measured =
        options.measured()
            ? Optional.of(MeasuredModels.of(hadoop, explained, options.others()))
            : Optional.empty();
    ExplainedImages found = ExplainedImages.at(hadoop, images, explained.trained());
    int threads = experiment.training().workers().threads();
    // Spark is closed first: no task may still write where all is removed.
    try (ExplanationDirectory directory = ExplanationDirectory.begin(hadoop, target);
        JavaSparkContext spark =
            SparkContexts.startForTraining("explain " + experiment.name(), threads)) {
      long start = System.nanoTime();
      Explanations explanations =
          explain(spark, explained, measured, new Work(settings, found, directory));
      double seconds = (System.nanoTime() - start) / 1e9;
      var writer = new ExplanationWriter(explained, images, settings, explanations);
      writer.write(directory);
      console.printf(
          Locale.ROOT,
          "explained %,d images in %.1f s: %.1f images/s%n",
          explanations.images().size(),
          seconds,
          explanations.images().size() / seconds);
      writer.report(directory, console);
    }
  }

  /** What is to be done. */
  private record Work(
      ExplanationSettings settings, ExplainedImages images, ExplanationDirectory directory) {}

  private ExplanationSettings settings(ExplainedModel explained) {
    List<ExplanationMethod> methods = methods(explained);
    for (ExplanationMethod method : methods) {
      method
          .obstacle(explained.model())
          .ifPresent(
              obstacle -> {
                throw InvalidDataException.of(
                    "%s: has no %s maps: %s", explained.stored().path(), method, obstacle);
              });
    }
    return new ExplanationSettings(
        methods,
        NamedAnswers.targets(options.answers(), explained.trained().labels()),
        options.style(),
        options.drawn());
  }

  private List<ExplanationMethod> methods(ExplainedModel explained) {
    if (!options.methods().isEmpty()) {
      return options.methods();
    }
    return List.of(
        explained.model().parts().hasAttention()
            ? ExplanationMethod.ATTENTION
            : ExplanationMethod.GRAD_CAM);
  }

  private Explanations explain(
      JavaSparkContext spark,
      ExplainedModel explained,
      Optional<MeasuredModels> measured,
      Work work)
      throws IOException {
    int threads = experiment.training().workers().threads();
    try (SharedModel model = SharedModel.of(spark, explained.model(), threads);
        MeasuredNetworks measuring =
            measured.map(models -> models.shared(spark, threads)).orElse(null)) {
      Explanations found =
          new DistributedExplanation(
                  spark, work.images.source(), explained.trained().preprocessing())
              .run(
                  model,
                  explained.trained().labels(),
                  work.settings,
                  new MapFiles(
                      work.directory.writing(),
                      new SerializableConfiguration(spark.hadoopConfiguration())),
                  measuring)
              .with(work.images.rejected());
      requireAny(found);
      return found;
    }
  }

  private void requireAny(Explanations found) {
    if (found.images().isEmpty()) {
      RejectedRecord first = found.rejected().get(0);
      throw InvalidDataException.of(
          "%s: none of %,d images can be read; the first is %s: %s",
          images, found.rejected().size(), first.id(), first.reason());
    }
  }
}
