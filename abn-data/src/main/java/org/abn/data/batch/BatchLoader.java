package org.abn.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Normalisation;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardReader;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads, augments and normalises the mini-batches of a plan. A batch is the same whenever and in
 * whatever order it is asked for. For any number of threads, which share the cache.
 */
public final class BatchLoader {
  /** Holds a window of a plan's blocks of 1 MiB, and those of the next as they come. */
  public static final long CACHE_BYTES = 80L << 20;

  private final BlockCache cache;
  private final RawImages images;
  private final ImageShape shape;
  private final Targets targets;
  private final Augmentation augmentation;

  /**
   * Creates a loader that keeps {@link #CACHE_BYTES} of blocks.
   *
   * @param reader of the shards
   * @param normalisation of the pixels
   * @param augmentation {@link Augmentation#NONE} for evaluation
   * @throws InvalidDataException if the normalisation has another number of channels, or the images
   *     are files that would have to be decoded
   */
  public BatchLoader(ShardReader reader, Normalisation normalisation, Augmentation augmentation) {
    this(reader, normalisation, augmentation, CACHE_BYTES);
  }

  /**
   * Creates a loader.
   *
   * @param reader of the shards
   * @param normalisation of the pixels
   * @param augmentation {@link Augmentation#NONE} for evaluation
   * @param cacheBytes how many bytes of blocks to keep
   * @throws InvalidDataException if the normalisation has another number of channels, or the images
   *     are files that would have to be decoded
   */
  public BatchLoader(
      ShardReader reader, Normalisation normalisation, Augmentation augmentation, long cacheBytes) {
    Manifest manifest = reader.manifest();
    manifest.requirePixels();
    shape = manifest.image();
    this.augmentation = augmentation;
    cache = new BlockCache(reader, cacheBytes);
    images = new RawImages(shape, normalisation);
    targets = Targets.of(manifest);
  }

  /**
   * Loads a mini-batch.
   *
   * @param plan which records are in it; its seed and epoch decide the augmentation
   * @param worker from 0
   * @param index of the batch, from 0
   * @return the batch, to be closed by the caller or left to the garbage collector
   * @throws InvalidDataException if a shard is missing or damaged
   * @throws IndexOutOfBoundsException if there is no such worker or batch
   * @throws IOException if the file system fails
   */
  public MiniBatch load(EpochPlan plan, int worker, int index) throws IOException {
    List<RecordPosition> positions = plan.batch(worker, index);
    int size = positions.size();
    float[] pixels = new float[Math.multiplyExact(size, images.values())];
    float[] rows = new float[Math.multiplyExact(size, targets.width())];
    int[] classes = new int[targets.isOneHot() ? size : 0];
    List<String> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ImageRecord record = cache.record(positions.get(i));
      var crop = augmentation.draw(plan.seed(), plan.epoch(), record.id());
      images.write(record, crop, pixels, i * images.values());
      targets.write(record, rows, i * targets.width());
      ids.add(record.id());
      if (targets.isOneHot()) {
        classes[i] = targets.label(record);
      }
    }
    INDArray images = array(pixels, size, shape.height(), shape.width(), shape.channels());
    return new MiniBatch(images, array(rows, size, targets.width()), classes, ids);
  }

  @SuppressWarnings("try") // the scope does its work by being open
  private static INDArray array(float[] values, long... shape) {
    // A workspace of the caller's would take the array back while a trainer still uses it.
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.create(values, shape, 'c');
    }
  }
}
