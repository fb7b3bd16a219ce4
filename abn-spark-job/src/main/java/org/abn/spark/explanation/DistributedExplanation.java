package org.abn.spark.explanation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.data.augment.Preprocessing;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.model.quality.MapMeasures;
import org.abn.model.quality.MeasuredImage;
import org.abn.spark.explanation.ExplanationTask.Found;
import org.abn.spark.training.SharedModel;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Explains images on a Spark cluster. Batches are the same whatever the cluster, and so is what is
 * found.
 */
public final class DistributedExplanation {

  private static final int SHOWN = 200; // images of the page, at most

  private final JavaSparkContext spark;
  private final ImageSource source;
  private final Preprocessing preprocessing;

  /**
   * @param source of the images
   * @param preprocessing what is done to them
   */
  public DistributedExplanation(
      JavaSparkContext spark, ImageSource source, Preprocessing preprocessing) {
    this.spark = spark;
    this.source = source;
    this.preprocessing = preprocessing;
  }

  /**
   * What was found of all images.
   *
   * @param images that were explained, in the source's order
   * @param rejected those that are no images, or cannot be decoded
   * @param gallery evenly chosen among them; none where nothing was drawn
   * @param measures of the maps, by subject; none unless they were asked for
   */
  public record Explanations(
      List<ExplainedImage> images,
      List<RejectedRecord> rejected,
      List<GalleryImage> gallery,
      Map<String, MapMeasures> measures) {

    /** Copies the lists. */
    public Explanations {
      images = List.copyOf(images);
      rejected = List.copyOf(rejected);
      gallery = List.copyOf(gallery);
      measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }

    /** The same with more that are no images, before the others. */
    public Explanations with(List<RejectedRecord> more) {
      List<RejectedRecord> all = new ArrayList<>(more);
      all.addAll(rejected);
      return new Explanations(images, all, gallery, measures);
    }
  }

  /**
   * Explains all of them, and has maps and pictures written.
   *
   * @param model which must not be trained meanwhile
   * @param names of its classes or attributes
   * @param settings how
   * @param files where maps and pictures go
   * @param measuring what maps are measured with; null where they are not
   */
  public Explanations run(
      SharedModel model,
      LabelNames names,
      ExplanationSettings settings,
      MapFiles files,
      MeasuredNetworks measuring) {
    int step = Math.max(1, (source.images() + SHOWN - 1) / SHOWN);
    var picture = new ExplanationPicture(names, settings.style());
    var task =
        new ExplanationTask(source, preprocessing, settings, picture, files, step, measuring);
    spark.setJobDescription("explain " + source.images() + " images");
    return all(
        ImageTasks.run(
            spark,
            source,
            (from, to) -> model.with(network -> task.run(network, from, to, model.threads()))));
  }

  private static Explanations all(List<Found> found) {
    List<ExplainedImage> images = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    List<GalleryImage> gallery = new ArrayList<>();
    Map<String, List<MeasuredImage>> measured = new LinkedHashMap<>();
    for (Found one : found) {
      images.addAll(one.images());
      rejected.addAll(one.rejected());
      gallery.addAll(one.gallery());
      one.measured()
          .forEach(
              (subject, of) ->
                  measured.computeIfAbsent(subject, s -> new ArrayList<>()).addAll(of));
    }
    Map<String, MapMeasures> measures = new LinkedHashMap<>();
    measured.forEach((subject, of) -> measures.put(subject, new MapMeasures(of)));
    return new Explanations(images, rejected, gallery, measures);
  }
}
