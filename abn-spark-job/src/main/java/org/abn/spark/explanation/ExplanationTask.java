package org.abn.spark.explanation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.parts.Model;
import org.abn.model.picture.Overlay;
import org.abn.model.quality.MeasuredImage;

/**
 * What an executor does with some of the batches: it explains them, and writes their maps and
 * pictures.
 *
 * @param source of the images
 * @param preprocessing what is done to them
 * @param settings how they are explained
 * @param picture what is drawn
 * @param files where maps and pictures go
 * @param galleryStep every so many images one is shown on the page of many, at least 1
 * @param measuring what maps are measured with; null where they are not
 */
record ExplanationTask(
    ImageSource source,
    Preprocessing preprocessing,
    ExplanationSettings settings,
    ExplanationPicture picture,
    MapFiles files,
    int galleryStep,
    MeasuredNetworks measuring)
    implements Serializable {

  private static final int QUALITY = 80; // of the page's JPEG files

  /**
   * What a task tells.
   *
   * @param images that were explained, in the source's order
   * @param rejected those that are no images, or cannot be decoded
   * @param gallery those that the page shows
   * @param measured what was measured of the maps, by subject; nothing unless asked for
   */
  record Found(
      List<ExplainedImage> images,
      List<RejectedRecord> rejected,
      List<GalleryImage> gallery,
      Map<String, List<MeasuredImage>> measured)
      implements Serializable {}

  /**
   * Explains the batches from one number to before another.
   *
   * @param threads that decode
   */
  Found run(Model model, int from, int to, int threads) {
    try (Explainer explainer = new Explainer(model, settings.methods())) {
      if (measuring == null) {
        return run(explainer, Optional.empty(), from, to, threads);
      }
      return measuring.with(
          more -> {
            try (var measurer = new MapMeasurer(model, explainer, more, this, measuring.seed())) {
              return run(explainer, Optional.of(measurer), from, to, threads);
            }
          });
    }
  }

  private Found run(
      Explainer explainer, Optional<MapMeasurer> measurer, int from, int to, int threads) {
    var found =
        new Found(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            measurer.map(MapMeasurer::measured).orElse(Map.of()));
    var images = new ReadableImages(preprocessing, threads);
    try (ImageSource.Reader reader = source.open()) {
      for (int number = from; number < to; number++) {
        ImageSource.Batch batch = reader.read(number);
        found.rejected().addAll(batch.rejected());
        try (Readable readable = images.load(batch.records())) {
          found.rejected().addAll(readable.rejected());
          List<Explanation> explanations = explain(explainer, readable, number, found);
          measurer.ifPresent(one -> one.measure(readable, explanations));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private List<Explanation> explain(Explainer explainer, Readable readable, int number, Found found)
      throws IOException {
    if (readable.records().isEmpty()) {
      return List.of();
    }
    List<Explanation> explanations = explainer.explain(readable.images(), settings.targets());
    List<ExplainedImage> images = new ArrayList<>();
    for (int n = 0; n < explanations.size(); n++) {
      ImageRecord record = readable.records().get(n);
      MapPlace place = settings.drawn() ? MapPlace.alone(record) : MapPlace.together(number, n);
      images.add(ExplainedImage.of(record, explanations.get(n), place));
    }
    found.images().addAll(images);
    if (settings.drawn()) {
      draw(readable, explanations, images, number * source.batchSize(), found.gallery());
    } else {
      for (ExplanationMethod method : settings.methods()) {
        files.writeTogether(number, explanations, method);
      }
    }
    return explanations;
  }

  private void draw(
      Readable readable,
      List<Explanation> explanations,
      List<ExplainedImage> images,
      int first,
      List<GalleryImage> gallery)
      throws IOException {
    var pixels = new SeenPixels(preprocessing.normalisation());
    for (int n = 0; n < explanations.size(); n++) {
      float[][][] seen = pixels.of(readable.images(), n);
      ImageRecord record = readable.records().get(n);
      Explanation explanation = explanations.get(n);
      for (ExplanationMethod method : settings.methods()) {
        files.writeAll(method.toString(), record, explanation, method, picture, seen);
      }
      if ((first + n) % galleryStep == 0) {
        gallery.add(shown(images.get(n), seen, explanation));
      }
    }
  }

  private GalleryImage shown(ExplainedImage image, float[][][] seen, Explanation explanation) {
    var overlay = new Overlay(settings.style());
    Map<ExplanationMethod, byte[]> overlays = new LinkedHashMap<>();
    for (ExplanationMethod method : settings.methods()) {
      overlays.put(method, overlay.thumbnail(seen, explanation.map(method, 0)).jpeg(QUALITY));
    }
    return new GalleryImage(image, Overlay.thumbnail(seen).jpeg(QUALITY), overlays);
  }
}
