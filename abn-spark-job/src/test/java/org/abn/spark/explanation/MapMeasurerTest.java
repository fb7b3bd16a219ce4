package org.abn.spark.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.Split;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.Targets;
import org.abn.model.parts.Model;
import org.abn.model.picture.OverlayStyle;
import org.abn.model.quality.Measure;
import org.abn.model.quality.MeasuredImage;
import org.abn.model.quality.PixelMap;
import org.abn.model.quality.PointingGame;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Maps of images of which a box is seen. */
class MapMeasurerTest {

  private static final ImageShape SHAPE = new ImageShape(3, 64, 64);
  private static final List<ExplanationMethod> METHODS = List.of(ExplanationMethod.ATTENTION);

  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          Framing.stretching(new ImageSize(32, 32)),
          Augmentation.NONE,
          new Normalisation(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f}));

  @Test
  void playThePointingGameInTheWholeImage() {
    List<ImageRecord> boxed = records(new Region(0, 0, 8, 8));
    Map<String, List<MeasuredImage>> measured = measured(boxed);
    assertThat(measured.keySet()).containsExactly("attention", "random", "centre");
    for (int i = 0; i < boxed.size(); i++) {
      ImageRecord record = boxed.get(i);
      double due =
          PointingGame.play(wholeMap(record), ViewedBox.of(record, PREPROCESSING.framing()));
      Map<Measure, Double> values = measured.get("attention").get(i).values();
      assertThat(values.get(Measure.POINTING_GAME)).as(record.id()).isEqualTo(due);
      assertThat(values).containsKeys(Measure.DELETION, Measure.SANITY);
      // A corner of 4 x 4 is more than 15 pixels from the centre.
      assertThat(measured.get("centre").get(i).values().get(Measure.POINTING_GAME)).isZero();
    }
  }

  @Test
  void playItNotWhereNoBoxIsKnown() {
    List<ImageRecord> whole =
        records(new Region(0, 0, 8, 8)).stream().map(one -> one.with(one.image())).toList();
    assertThat(measured(whole).get("attention"))
        .allSatisfy(one -> assertThat(one.values()).doesNotContainKey(Measure.POINTING_GAME));
  }

  private static PixelMap wholeMap(ImageRecord record) {
    try (Explainer explainer = new Explainer(model(1), METHODS);
        Readable whole =
            new ReadableImages(PREPROCESSING, 1).load(List.of(record.with(record.image())))) {
      Explanation found = explainer.explain(whole.images(), Targets.PREDICTED).get(0);
      return PixelMap.of(found.map(ExplanationMethod.ATTENTION, 0), 32, 32);
    }
  }

  private static Map<String, List<MeasuredImage>> measured(List<ImageRecord> records) {
    Model model = model(1);
    var settings = new ExplanationSettings(METHODS, Targets.PREDICTED, OverlayStyle.TURBO, false);
    var source = new FileImages(null, null, 4);
    var task = new ExplanationTask(source, PREPROCESSING, settings, null, null, 1, null);
    try (Explainer explainer = new Explainer(model, METHODS);
        Readable readable = new ReadableImages(PREPROCESSING, 1).load(records);
        var measurer = new MapMeasurer(model, explainer, List.of(model(2)), task, 1)) {
      measurer.measure(readable, explainer.explain(readable.images(), Targets.PREDICTED));
      return measurer.measured();
    }
  }

  private static Model model(long seed) {
    return Network.named("abn-resnet8")
        .configuration(
            Network.named("abn-resnet8").input(),
            10,
            Sgd.constant(0.1, 0.9, 1e-4),
            seed,
            DataType.FLOAT)
        .newModel();
  }

  private static List<ImageRecord> records(Region box) {
    List<ImageRecord> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] planes = new byte[(int) SHAPE.values()];
      new Random(i).nextBytes(planes);
      EncodedImage image = EncodedImage.raw(SHAPE, planes);
      records.add(new ImageRecord("image-" + i, Split.TEST, new int[] {i}, image).seenIn(box));
    }
    return records;
  }
}
