package org.abn.spark.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.batch.Selection;
import org.abn.model.tsne.Embedding;
import org.abn.model.tsne.Start;
import org.abn.model.tsne.TSne;
import org.abn.spark.explanation.ShardImages;
import org.abn.spark.figures.AveragedFeatures.Image;
import org.abn.spark.report.ScatterImage;
import org.abn.spark.report.ScatterPanel;
import org.abn.spark.report.ScatterPoint;
import org.abn.spark.results.EmbeddingTable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features of the last stage by t-SNE (Figure 6): of a network without attention, and of one with
 * it before and behind its attention mechanism.
 *
 * @param baseline the run without attention
 * @param attention the run with it, of the same images
 */
record FeatureScatter(FigureRun baseline, FigureRun attention) {

  private static final int MOST_IMAGES = 5_000; // as the paper
  private static final int LEAST_IMAGES = 3; // of which t-SNE can draw a picture

  private static final double PERPLEXITY = 30; // scikit-learn's, and of fewer images a third
  private static final int ITERATIONS = 1_000;
  private static final long ORDER_SEED = 1;

  private static final String BASELINE = "ResNet101";
  private static final String BEFORE = "ABN before the attention mechanism";
  private static final String AFTER = "ABN after the attention mechanism";

  /** Features of all images. */
  private record View(String network, float[][] features) {}

  /**
   * Draws it.
   *
   * @param isDue whether to stop
   * @return empty where it was stopped
   * @throws InvalidDataException where there are too few images
   */
  Optional<Drawing> draw(JavaSparkContext spark, BooleanSupplier isDue) throws IOException {
    ShardImages images = images();
    var features = new AveragedFeatures(images);
    List<Image> without = features.of(spark, baseline);
    List<Image> with = features.of(spark, attention);
    List<View> views =
        List.of(
            new View(BASELINE, view(without, 0)),
            new View(BEFORE, view(with, 0)),
            new View(AFTER, view(with, 1)));
    TSne method = method(images.images());
    List<Embedding> embeddings = new ArrayList<>();
    for (View view : views) {
      if (isDue.getAsBoolean()) {
        return Optional.empty();
      }
      System.out.println("t-SNE of " + images.images() + " images: " + view.network());
      embeddings.add(embedding(method, view));
    }
    return Optional.of(drawing(views, embeddings, with, method));
  }

  private ShardImages images() throws IOException {
    ShardImages all = attention.images();
    Selection selection = all.selection();
    int most = selection.limit() == 0 ? MOST_IMAGES : Math.min(MOST_IMAGES, selection.limit());
    ShardImages images =
        ShardImages.of(
            new Path(all.uri()),
            all.hadoop(),
            new Selection(most, selection.validation()),
            all.preprocessing(),
            all.batchSize());
    if (images.images() < LEAST_IMAGES) {
      throw InvalidDataException.of(
          "%s: t-SNE needs at least %d test images, found %d",
          all.uri(), LEAST_IMAGES, images.images());
    }
    return images;
  }

  private static float[][] view(List<Image> images, int number) {
    return images.stream().map(image -> image.views()[number]).toArray(float[][]::new);
  }

  private static TSne method(int images) {
    double perplexity = Math.max(1, Math.min(PERPLEXITY, (images - 1) / 3.0));
    return new TSne(perplexity, ITERATIONS, new Start.PrincipalComponents());
  }

  private static Embedding embedding(TSne method, View view) {
    try (INDArray features = Nd4j.createFromArray(view.features())) {
      return method.embed(features);
    }
  }

  private Drawing drawing(
      List<View> views, List<Embedding> embeddings, List<Image> images, TSne method)
      throws IOException {
    List<Integer> present = images.stream().map(Image::label).distinct().sorted().toList();
    List<String> names = present.stream().map(attention.names().classes()::get).toList();
    List<Integer> colours = images.stream().map(image -> present.indexOf(image.label())).toList();
    List<ScatterPanel> panels =
        IntStream.range(0, views.size())
            .mapToObj(i -> panel(views.get(i), embeddings.get(i), colours))
            .toList();
    return new Drawing(
        notes(views, embeddings, present.size(), method),
        Optional.of(table(views, embeddings, images)),
        lines -> ScatterImage.png(panels, names, lines));
  }

  /** In random order: where points overlap, the last is seen, and images lie by class. */
  private static ScatterPanel panel(View view, Embedding embedding, List<Integer> colours) {
    ScatterPanel inOrder = ScatterPanel.of(view.network(), embedding, colours);
    List<ScatterPoint> points = new ArrayList<>(inOrder.points());
    Collections.shuffle(points, new Random(ORDER_SEED));
    return new ScatterPanel(view.network(), points);
  }

  private static List<String> notes(
      List<View> views, List<Embedding> embeddings, int classes, TSne method) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "Global averages of the last stage's feature map over %,d test images, coloured by"
                + " their %d true classes; exact t-SNE, perplexity %.3g, %,d iterations.",
            views.get(0).features().length,
            classes,
            method.perplexity(),
            method.iterations()));
    notes.add(
        "Before the attention mechanism: what the same perception branch makes of the features that"
            + " no attention map has weighted.");
    for (int i = 0; i < views.size(); i++) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s: KL divergence %.3f.",
              views.get(i).network(),
              embeddings.get(i).klDivergence()));
    }
    return notes;
  }

  private String table(List<View> views, List<Embedding> embeddings, List<Image> images)
      throws IOException {
    List<EmbeddingTable.Point> points = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      double[][] found = embeddings.get(i).points();
      for (int n = 0; n < found.length; n++) {
        Image image = images.get(n);
        points.add(
            new EmbeddingTable.Point(
                image.id(),
                attention.names().classes().get(image.label()),
                views.get(i).network(),
                found[n][0],
                found[n][1]));
      }
    }
    return EmbeddingTable.csv(points);
  }
}
