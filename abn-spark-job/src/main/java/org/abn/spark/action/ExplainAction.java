package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.Targets;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.DistributedExplanation;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplanationPicture;
import org.abn.spark.explanation.ExplanationSettings;
import org.abn.spark.explanation.ImageSource;
import org.abn.spark.explanation.MapFiles;
import org.abn.spark.results.ExplanationDirectory;
import org.abn.spark.results.ExplanationSummary;
import org.abn.spark.results.ExplanationTable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Shows what a checkpoint looks at in images.
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
    ExplainedImages found = ExplainedImages.at(hadoop, images, explained.trained());
    int threads = experiment.training().workers().threads();
    // Spark is closed first: no task may still write where all is removed.
    try (ExplanationDirectory directory = ExplanationDirectory.begin(hadoop, target);
        JavaSparkContext spark =
            SparkContexts.startForTraining("explain " + experiment.name(), threads)) {
      Explanations explanations = explain(spark, explained, settings, found, directory);
      write(explained, settings, explanations, directory);
      report(explanations, settings, directory, console);
    }
  }

  private ExplanationSettings settings(ExplainedModel explained) {
    List<ExplanationMethod> methods =
        options.methods().isEmpty()
            ? List.of(
                explained.model().parts().hasAttention()
                    ? ExplanationMethod.ATTENTION
                    : ExplanationMethod.GRAD_CAM)
            : options.methods();
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
        methods, targets(explained.trained().labels()), options.style(), options.drawn());
  }

  private Targets targets(LabelNames names) {
    List<String> known = names.areClasses() ? names.classes() : names.attributes();
    return new Targets(
        options.answers().stream().map(answer -> target(answer, known, names)).toList());
  }

  private static int target(String answer, List<String> known, LabelNames names) {
    int target = known.indexOf(answer);
    if (target < 0) {
      throw InvalidDataException.of(
          "--class must name some of the network's %s, such as %s, cannot be: %s",
          names, known.get(0), answer);
    }
    return target;
  }

  private Explanations explain(
      JavaSparkContext spark,
      ExplainedModel explained,
      ExplanationSettings settings,
      ExplainedImages found,
      ExplanationDirectory directory)
      throws IOException {
    ImageSource source = found.source();
    Explanations explanations =
        new DistributedExplanation(spark, source, explained.trained().preprocessing())
            .run(
                explained.model(),
                experiment.training().workers().threads(),
                settings,
                new ExplanationPicture(explained.trained().labels(), settings.style()),
                new MapFiles(
                    directory.writing(),
                    new SerializableConfiguration(spark.hadoopConfiguration())))
            .with(found.rejected());
    if (explanations.images().isEmpty()) {
      RejectedRecord first = explanations.rejected().get(0);
      throw InvalidDataException.of(
          "%s: none of %,d images can be read; the first is %s: %s",
          images, explanations.rejected().size(), first.id(), first.reason());
    }
    return explanations;
  }

  private void write(
      ExplainedModel explained,
      ExplanationSettings settings,
      Explanations explanations,
      ExplanationDirectory directory)
      throws IOException {
    LabelNames names = explained.trained().labels();
    directory.write(
        "explanations.csv",
        new ExplanationTable(names, settings.methods()).csv(explanations.images()));
    if (!explanations.rejected().isEmpty()) {
      directory.write("rejected.csv", ExplanationTable.csvOfRejected(explanations.rejected()));
    }
    directory.publish(
        ExplanationSummary.of(
            experiment, explained.stored(), explained.model(), images, settings, explanations));
  }

  private void report(
      Explanations explanations,
      ExplanationSettings settings,
      ExplanationDirectory directory,
      PrintWriter console) {
    console.printf(
        Locale.ROOT,
        "explained %,d images by %s%n",
        explanations.images().size(),
        methods(settings));
    if (!explanations.rejected().isEmpty()) {
      console.printf(
          Locale.ROOT,
          "left out %,d that cannot be read: %s/rejected.csv%n",
          explanations.rejected().size(),
          directory.path());
    }
    for (ExplanationMethod method : settings.methods()) {
      console.printf("%s maps: %s/%s%n", method, directory.path(), method);
    }
    console.printf("scores: %s/explanations.csv%n", directory.path());
    console.flush();
  }

  private static String methods(ExplanationSettings settings) {
    return String.join(", ", settings.methods().stream().map(ExplanationMethod::toString).toList());
  }
}
