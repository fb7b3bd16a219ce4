package org.abn.spark.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.ImageRecord;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.explain.Targets;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.quality.Agreement;
import org.abn.model.quality.Box;
import org.abn.model.quality.ControlMaps;
import org.abn.model.quality.ImageScores;
import org.abn.model.quality.Measure;
import org.abn.model.quality.MeasuredImage;
import org.abn.model.quality.NormalisedImage;
import org.abn.model.quality.Perturbation;
import org.abn.model.quality.Perturbed;
import org.abn.model.quality.PixelMap;
import org.abn.model.quality.PointingGame;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures the maps of a task's images. A map that holds NaN or infinite values is passed over. */
final class MapMeasurer implements AutoCloseable {

  private final List<ExplanationMethod> methods;
  private final List<Subject> subjects;
  private final Explainer explainer;
  private final Preprocessing preprocessing;
  private final Predictor predictor;
  private final Explainer redrawn;
  private final List<Explainer> others;
  private final Perturbation perturbation;
  private final long seed;
  private final Map<String, List<MeasuredImage>> measured = new LinkedHashMap<>();

  /**
   * @param model whose maps are measured
   * @param explainer of it, left open
   * @param more the one with parameters drawn anew, and behind it other trainings
   * @param task what is done with the images
   * @param seed of noise and of random maps
   */
  MapMeasurer(Model model, Explainer explainer, List<Model> more, ExplanationTask task, long seed) {
    this.explainer = explainer;
    this.seed = seed;
    methods = task.settings().methods();
    preprocessing = task.preprocessing();
    subjects = Subject.of(methods);
    subjects.forEach(subject -> measured.put(subject.name(), new ArrayList<>()));
    predictor = Predictor.of(model);
    redrawn = new Explainer(more.get(0), methods);
    others = more.subList(1, more.size()).stream().map(one -> new Explainer(one, methods)).toList();
    perturbation = new Perturbation(scores(predictor), task.source().batchSize(), seed);
  }

  private static ImageScores scores(Predictor predictor) {
    return images -> {
      try (Prediction prediction = predictor.predict(images)) {
        return prediction.of(Branch.PERCEPTION).probabilities().toFloatMatrix();
      }
    };
  }

  /** Measures the maps of a mini-batch. */
  void measure(Readable batch, List<Explanation> found) {
    if (found.isEmpty()) {
      return;
    }
    // Of the class that the network itself predicts.
    List<Targets> targets = found.stream().map(one -> new Targets(one.targets())).toList();
    List<Explanation> drawnAnew = redrawn.explain(batch.images(), targets);
    List<List<Explanation>> trainings =
        others.stream().map(other -> other.explain(batch.images(), targets)).toList();
    for (int n = 0; n < found.size(); n++) {
      int image = n;
      measure(
          batch.records().get(n),
          NormalisedImage.of(batch.images().slice(n)),
          found.get(n),
          drawnAnew.get(n),
          trainings.stream().map(training -> training.get(image)).toList());
    }
  }

  private void measure(
      ImageRecord record,
      NormalisedImage image,
      Explanation found,
      Explanation drawnAnew,
      List<Explanation> trainings) {
    Map<Subject, PixelMap> maps = maps(record.id(), image.height(), image.width(), found);
    List<Perturbed> perturbed = perturbation.of(record.id(), image, List.copyOf(maps.values()));
    Map<Subject, Double> pointed = record.box().isPresent() ? pointed(record) : Map.of();
    int place = 0;
    for (Map.Entry<Subject, PixelMap> entry : maps.entrySet()) {
      Subject subject = entry.getKey();
      MeasuredImage one =
          MeasuredImage.of(record.id(), record.labels()[0]).with(perturbed.get(place++));
      if (subject.method().isPresent()) {
        ExplanationMethod method = subject.method().get();
        one = sanity(one, entry.getValue(), drawnAnew.map(method, 0));
        one = stability(one, entry.getValue(), trainings, method);
      }
      if (pointed.containsKey(subject)) {
        one = one.with(Measure.POINTING_GAME, pointed.get(subject));
      }
      measured.get(subject.name()).add(one);
    }
  }

  /** The pointing game, in the whole image: what is in the box alone would always be hit. */
  private Map<Subject, Double> pointed(ImageRecord record) {
    Box box = ViewedBox.of(record, preprocessing.framing());
    Map<Subject, Double> pointed = new LinkedHashMap<>();
    try (Readable whole =
        new ReadableImages(preprocessing, 1).load(List.of(record.with(record.image())))) {
      INDArray image = whole.images();
      Explanation found = explainer.explain(image, Targets.PREDICTED).get(0);
      maps(record.id(), (int) image.size(1), (int) image.size(2), found)
          .forEach((subject, map) -> pointed.put(subject, PointingGame.play(map, box)));
    }
    return pointed;
  }

  /** At the image's size, those that can be measured. */
  private Map<Subject, PixelMap> maps(String id, int height, int width, Explanation found) {
    Map<Subject, PixelMap> maps = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      SaliencyMap map =
          subject
              .method()
              .map(method -> found.map(method, 0))
              .orElseGet(() -> control(subject, id, found.map(methods.get(0), 0)));
      if (PixelMap.takes(map)) {
        maps.put(subject, PixelMap.of(map, height, width));
      }
    }
    return maps;
  }

  /** As coarse as the maps that it stands beside. */
  private SaliencyMap control(Subject subject, String id, SaliencyMap beside) {
    int height = beside.values().length;
    int width = beside.values()[0].length;
    return subject.name().equals(Subject.RANDOM)
        ? ControlMaps.random(height, width, id, seed)
        : ControlMaps.centre(height, width);
  }

  private static MeasuredImage sanity(MeasuredImage image, PixelMap map, SaliencyMap drawnAnew) {
    if (!PixelMap.takes(drawnAnew)) {
      return image;
    }
    PixelMap other = PixelMap.of(drawnAnew, map.height(), map.width());
    return image
        .with(Measure.SANITY, Agreement.rankCorrelation(map, other))
        .with(Measure.SANITY_OF_MAGNITUDES, Agreement.magnitudeRankCorrelation(map, other));
  }

  /** The mean over the other trainings; NaN where one of them is undefined. */
  private static MeasuredImage stability(
      MeasuredImage image, PixelMap map, List<Explanation> trainings, ExplanationMethod method) {
    List<SaliencyMap> others =
        trainings.stream().map(one -> one.map(method, 0)).filter(PixelMap::takes).toList();
    if (others.isEmpty()) {
      return image;
    }
    double mean =
        others.stream()
            .map(other -> PixelMap.of(other, map.height(), map.width()))
            .mapToDouble(other -> Agreement.intersectionOverUnion(map, other))
            .average()
            .orElseThrow();
    return image.with(Measure.STABILITY, mean);
  }

  /** What was measured so far, by subject. */
  Map<String, List<MeasuredImage>> measured() {
    return measured;
  }

  @Override
  public void close() {
    predictor.close();
    redrawn.close();
    others.forEach(Explainer::close);
  }
}
