package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.augment.ImageSize;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.explain.Targets;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.ExplanationPicture;
import org.abn.spark.explanation.ImageSource;
import org.abn.spark.explanation.MapFiles;
import org.abn.spark.explanation.SeenPixels;
import org.abn.spark.results.ExplanationDirectory;
import org.abn.spark.results.WhatIfReport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Shows what a network would answer had it looked where a user wants it to: an attention map of the
 * user's takes the place of the network's own (Mitsuhara et al. 2019). In this process, without
 * Spark.
 *
 * @param experiment of the checkpoint
 * @param checkpoint URI of a checkpoint or a model.zip; empty of the run directory's latest
 * @param image URI of an image file
 * @param map URI of the map, a .npy or a picture
 * @param out URI of the directory to be
 * @param options which attributes, and how it is shown
 */
public record WhatIfAction(
    Experiment experiment,
    Optional<String> checkpoint,
    String image,
    String map,
    String out,
    ExplainOptions options) {

  /** Folders of the overlays. */
  private static final String OWN = "attention";

  private static final String GIVEN = "given";

  /**
   * Runs the command.
   *
   * @param console gets a line: how the scores change
   * @throws InvalidDataException where the checkpoint, the image, the map or the target is at
   *     fault; nothing is left behind
   */
  public void run(PrintWriter console) throws IOException {
    Configuration hadoop = SparkContexts.hadoop();
    Path target = Storage.path(out);
    ExplanationDirectory.requireFree(hadoop, target);
    ExplainedModel explained = ExplainedModel.of(hadoop, experiment, checkpoint);
    ExplanationMethod.ATTENTION
        .obstacle(explained.model())
        .ifPresent(
            obstacle -> {
              throw InvalidDataException.of(
                  "%s: --map replaces an attention map, and %s",
                  explained.stored().path(), obstacle);
            });
    Targets targets = NamedAnswers.targets(options.answers(), explained.trained().labels());
    GivenMap given = GivenMap.read(hadoop, map);
    ImageRecord record = record(hadoop, explained);
    try (Readable image = readable(record, explained);
        Explainer explainer =
            new Explainer(explained.model(), List.of(ExplanationMethod.ATTENTION));
        ExplanationDirectory directory = ExplanationDirectory.begin(hadoop, target)) {
      var whatIf = new WhatIf(explained, explainer, image, targets);
      Explanation own = whatIf.own();
      Explanation other = whatIf.with(given, own);
      write(explained, image, own, other, directory, hadoop);
      var report = WhatIfReport.of(explained.trained().labels(), record.id(), map, own, other);
      directory.write("what-if.csv", report.csv());
      directory.publish(report);
      console.println(report.line());
      console.flush();
    }
  }

  /** The one image. */
  private ImageRecord record(Configuration hadoop, ExplainedModel explained) throws IOException {
    ImageSource source = ExplainedImages.at(hadoop, image, explained.trained()).source();
    if (source.images() != 1) {
      throw InvalidDataException.of(
          "%s: holds %,d images, expected one with --map", image, source.images());
    }
    try (ImageSource.Reader reader = source.open()) {
      ImageSource.Batch batch = reader.read(0);
      batch.rejected().forEach(this::refuse);
      return batch.records().get(0);
    }
  }

  private Readable readable(ImageRecord record, ExplainedModel explained) {
    Readable readable =
        new ReadableImages(explained.trained().preprocessing(), 1).load(List.of(record));
    readable.rejected().forEach(this::refuse);
    return readable;
  }

  private void refuse(RejectedRecord rejected) {
    throw InvalidDataException.of("%s: %s", image, rejected.reason());
  }

  /** The network's answers with its own map and with another. */
  private record WhatIf(
      ExplainedModel explained, Explainer explainer, Readable image, Targets targets) {

    /** Of the class that is predicted, unless others are asked for. */
    Explanation own() {
      return explainer.explain(image.images(), targets).get(0);
    }

    /** Of the same answers. */
    Explanation with(GivenMap given, Explanation own) {
      float[][][] maps = all();
      int[] due = {maps.length, maps[0].length, maps[0][0].length};
      ImageSize size = explained.trained().preprocessing().framing().size();
      float[][][] replaced = given.values(due, size, explained.model().parts().mapValues());
      if (replaced.length == maps.length) {
        maps = replaced;
      } else if (targets.given().size() == 1) {
        maps[targets.given().get(0)] = replaced[0];
      } else {
        throw InvalidDataException.of("%s: is of one attribute; name it by --class", given.path());
      }
      try (INDArray channelFirst = Nd4j.createFromArray(new float[][][][] {maps});
          INDArray attention = channelFirst.permute(0, 2, 3, 1).dup('c')) {
        return explainer.explain(image.images(), attention, new Targets(own.targets())).get(0);
      }
    }

    /** The network's own maps, of all attributes where it has as many. */
    private float[][][] all() {
      Explanation all = explainer.explain(image.images(), Targets.PREDICTED).get(0);
      return all.maps().get(ExplanationMethod.ATTENTION).stream()
          .map(SaliencyMap::values)
          .toArray(float[][][]::new);
    }
  }

  private void write(
      ExplainedModel explained,
      Readable image,
      Explanation own,
      Explanation other,
      ExplanationDirectory directory,
      Configuration hadoop)
      throws IOException {
    var files = new MapFiles(directory.writing(), new SerializableConfiguration(hadoop));
    var pixels = new SeenPixels(explained.trained().preprocessing().normalisation());
    float[][][] seen = pixels.of(image.images(), 0);
    var picture = new ExplanationPicture(explained.trained().labels(), options.style());
    ImageRecord record = image.records().get(0);
    files.writeAll(OWN, record, own, ExplanationMethod.ATTENTION, picture, seen);
    files.writeAll(GIVEN, record, other, ExplanationMethod.ATTENTION, picture, seen);
  }
}
