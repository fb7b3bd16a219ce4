package org.abn.model.layer;

import java.util.Locale;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs {@link Dropout}. The backward pass makes the mask again, some nanoseconds a value, rather
 * than have it kept until then.
 */
final class DropoutRuntime extends NativeLayerRuntime<Dropout> {

  /** Hashes of the records that the examples are of, where they are told. */
  private long[] records;

  DropoutRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Tells which records the examples are of, until {@link #forgetRecords}. */
  void tellRecords(long... hashes) {
    records = hashes;
  }

  void forgetRecords() {
    records = null;
  }

  @Override
  public boolean readsInputs() {
    return false;
  }

  @Override
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    return pass.evaluates()
        ? workspaces.leverageTo(ArrayType.ACTIVATIONS, input)
        : dropped(input, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inner =
        pass().evaluates()
            ? workspaces.dup(ArrayType.ACTIVATION_GRAD, outputGradient, 'c')
            : dropped(outputGradient, ArrayType.ACTIVATION_GRAD, workspaces);
    return Pair.of(new DefaultGradient(), inner);
  }

  private INDArray dropped(INDArray values, ArrayType kind, LayerWorkspaceMgr workspaces) {
    INDArray dropped = workspaces.createUninitialized(kind, dataType, values.shape(), 'c');
    new DropoutMask(keys(values.size(0)), layerConf().probability()).into(dropped);
    return dropped.muli(values);
  }

  private long[] keys(long examples) {
    long seed = StableHash.absorb(StableHash.of("dropout"), conf.getSeed());
    long layer = StableHash.absorb(seed, layerConf().getLayerName());
    long epoch = StableHash.absorb(layer, getEpochCount());
    LongStream of = records == null ? places(examples) : LongStream.of(recordsOf(examples));
    return of.map(record -> StableHash.absorb(epoch, record)).toArray();
  }

  private long[] recordsOf(long examples) {
    if (records.length != examples) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Layer %s was told the records of %d examples, the mini-batch has %d",
              layerConf().getLayerName(),
              records.length,
              examples));
    }
    return records;
  }

  /** What stands in for records that nobody has told: the iteration and the place. */
  private LongStream places(long examples) {
    long iteration = StableHash.absorb(0, getIterationCount());
    return LongStream.range(0, examples).map(n -> StableHash.absorb(iteration, n));
  }
}
