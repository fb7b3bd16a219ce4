package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mini-batches of noise that depend on their reference alone, with ids of their examples.
 *
 * @param images in a mini-batch
 * @param outputs of the network
 * @param joined how many workers' mini-batches one of these holds, one behind the other
 */
record SyntheticBatches(int images, int outputs, int joined) implements MultiDataSetLoader {

  static final int SIZE = 8;
  static final int CLASSES = 3;

  @Override
  public MultiDataSet load(Source source) {
    BatchReference reference = BatchReference.parse(source.getPath());
    List<INDArray> pixels = new ArrayList<>();
    List<INDArray> labels = new ArrayList<>();
    for (int part = 0; part < joined; part++) {
      Random random = new Random(31L * reference.index() + reference.worker() + part);
      pixels.add(noise(random));
      labels.add(oneHot(random));
    }
    INDArray joinedLabels = Nd4j.concat(0, labels.toArray(INDArray[]::new));
    INDArray[] targets = new INDArray[outputs];
    java.util.Arrays.fill(targets, joinedLabels);
    INDArray joinedPixels = Nd4j.concat(0, pixels.toArray(INDArray[]::new));
    var batch = new MultiDataSet(new INDArray[] {joinedPixels}, targets);
    batch.setExampleMetaData(ids(reference));
    return batch;
  }

  private List<String> ids(BatchReference reference) {
    int first = joined * reference.worker();
    return IntStream.range(first * images, (first + joined) * images)
        .mapToObj(n -> String.format(Locale.ROOT, "batch %d, example %d", reference.index(), n))
        .toList();
  }

  private INDArray noise(Random random) {
    float[] values = new float[images * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {images, SIZE, SIZE, 1}, 'c');
  }

  private INDArray oneHot(Random random) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, images, CLASSES);
    for (int n = 0; n < images; n++) {
      labels.putScalar(n, random.nextInt(CLASSES), 1);
    }
    return labels;
  }
}
