package org.abn.spark.figures;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.figures.MapSheet.Row;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Draws the paper's figures. What needs all of many images is computed on executors, the rest on
 * the driver.
 */
public final class Illustrator {

  private final JavaSparkContext spark;
  private final BooleanSupplier isDue;

  /**
   * @param isDue whether to stop, asked now and then
   */
  public Illustrator(JavaSparkContext spark, BooleanSupplier isDue) {
    this.spark = spark;
    this.isDue = isDue;
  }

  /**
   * Draws a figure.
   *
   * @param runs finished, of the figure's configurations in their order
   * @return empty where it was stopped
   * @throws org.abn.data.InvalidDataException where the shards' images are at fault
   */
  public Optional<Drawing> draw(PaperIllustration figure, List<FigureRun> runs) throws IOException {
    return switch (figure) {
      case METHODS -> Optional.of(methods(runs).draw(spark));
      case MAKERS_AND_MODELS -> Optional.of(makersAndModels(runs).draw(spark));
      case FEATURES -> new FeatureScatter(runs.get(0), runs.get(1)).draw(spark, isDue);
      case ATTRIBUTES -> Optional.of(new AttributeMaps(runs.get(0)).draw(spark));
    };
  }

  private static MapSheet methods(List<FigureRun> runs) {
    return new MapSheet(
        List.of(
            new Row(runs.get(0), ExplanationMethod.GRAD_CAM, "Grad-CAM of ResNet152"),
            new Row(runs.get(1), ExplanationMethod.CAM, "CAM of ResNet152 with CAM"),
            new Row(
                runs.get(2), ExplanationMethod.ATTENTION, "Attention map of ResNet152 with ABN")));
  }

  private static MapSheet makersAndModels(List<FigureRun> runs) {
    String network = "Attention map of ResNet101 with ABN, which tells ";
    return new MapSheet(
        List.of(
            new Row(runs.get(0), ExplanationMethod.ATTENTION, network + "makers"),
            new Row(runs.get(1), ExplanationMethod.ATTENTION, network + "models")));
  }
}
