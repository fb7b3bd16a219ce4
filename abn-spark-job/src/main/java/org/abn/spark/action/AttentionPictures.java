package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.abn.data.batch.MiniBatch;
import org.abn.data.record.LabelNames;
import org.abn.data.shard.Manifest;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.Targets;
import org.abn.model.parts.Model;
import org.abn.model.picture.MapScale;
import org.abn.model.picture.OverlayStyle;
import org.abn.model.picture.Picture;
import org.abn.spark.explanation.ExplanationPicture;
import org.abn.spark.explanation.SeenPixels;
import org.abn.spark.results.AttentionPicture;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.training.BatchSource;

/**
 * Draws what an attention branch network looks at: pictures of the first test images, drawn on the
 * driver.
 *
 * @param manifest of the data
 * @param source of the images
 */
record AttentionPictures(Manifest manifest, BatchSource source) {

  private static final int IMAGES = 16;
  private static final int COLUMNS = 4;

  /** Each of them is a picture of all attributes. */
  private static final int IMAGES_OF_ATTRIBUTES = 4;

  /** Writes the pictures; none for a network without attention. */
  void write(Model model, RunDirectory directory) throws IOException {
    if (!model.parts().hasAttention()) {
      return;
    }
    int count = labels().areClasses() ? IMAGES : IMAGES_OF_ATTRIBUTES;
    try (Explainer explainer = new Explainer(model, Set.of(ExplanationMethod.ATTENTION));
        MiniBatch batch = source.firstTestImages(manifest, count)) {
      List<Explanation> found = explainer.explain(batch.images(), Targets.PREDICTED);
      List<Picture> pictures = pictures(batch, found);
      for (int n = 0; n < pictures.size(); n++) {
        directory.writeAttention(name(batch, n), pictures.get(n).png());
      }
      if (labels().areClasses()) {
        directory.writeAttention(AttentionPicture.OVERVIEW, Picture.grid(pictures, COLUMNS).png());
      }
    }
  }

  /** Of classes in one scale: a map that hardly differs from place to place looks like that. */
  private List<Picture> pictures(MiniBatch batch, List<Explanation> found) {
    Optional<MapScale> scale =
        labels().areClasses()
            ? Optional.of(
                MapScale.spanning(
                    found.stream().map(one -> one.map(ExplanationMethod.ATTENTION, 0)).toList()))
            : Optional.empty();
    var picture = new ExplanationPicture(labels(), OverlayStyle.TURBO);
    var pixels = new SeenPixels(source.preprocessing().normalisation());
    List<Picture> pictures = new ArrayList<>();
    for (int n = 0; n < found.size(); n++) {
      pictures.add(
          picture.of(
              pixels.of(batch.images(), n),
              labelsOf(batch, n),
              found.get(n),
              ExplanationMethod.ATTENTION,
              scale));
    }
    return pictures;
  }

  private int[] labelsOf(MiniBatch batch, int n) {
    return labels().areClasses()
        ? new int[] {batch.classes()[n]}
        : batch.labels().getRow(n).toIntVector();
  }

  private LabelNames labels() {
    return manifest.labels();
  }

  /** After the class, or after the record where there are attributes. */
  private String name(MiniBatch batch, int n) {
    String what =
        labels().areClasses()
            ? labels().classes().get(batch.classes()[n])
            : stem(batch.ids().get(n));
    String plain = what.replaceAll("[^A-Za-z0-9]+", "-");
    return String.format(Locale.ROOT, "%02d-%s.png", n, plain).toLowerCase(Locale.ROOT);
  }

  /** A record's id without its folders and the ending of its file. */
  private static String stem(String id) {
    return id.substring(id.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
  }
}
