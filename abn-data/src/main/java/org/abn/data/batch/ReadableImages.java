package org.abn.data.batch;

import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Preprocessing;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Decodes and normalises images as they are evaluated, and leaves out those that cannot be decoded.
 * For any number of threads.
 */
public final class ReadableImages {

  private final InputImages images;
  private final DecodingThreads decoding;

  /**
   * @param preprocessing what is done to every image; nothing is augmented
   * @param threads that decode, at least 1
   */
  public ReadableImages(Preprocessing preprocessing, int threads) {
    images = new InputImages(preprocessing.forEvaluation());
    decoding = new DecodingThreads(threads);
  }

  /**
   * Images for a network.
   *
   * @param images FLOAT {@code [N, H, W, C]} in 'c' order, outside every workspace; an empty array
   *     where N is 0
   * @param records of the N images
   * @param rejected those that cannot be decoded, with the reasons
   */
  public record Readable(INDArray images, List<ImageRecord> records, List<RejectedRecord> rejected)
      implements AutoCloseable {

    /** Copies the lists. */
    public Readable {
      records = List.copyOf(records);
      rejected = List.copyOf(rejected);
    }

    /** Frees the array at once, rather than when the garbage collector finds it. */
    @Override
    public void close() {
      if (!images.isEmpty()) {
        images.close();
      }
    }
  }

  /**
   * Decodes what can be decoded.
   *
   * @return to be closed by the caller
   */
  public Readable load(List<ImageRecord> records) {
    if (records.isEmpty()) {
      return new Readable(Nd4j.empty(DataType.FLOAT), List.of(), List.of());
    }
    BatchArray batch = BatchArray.of(images.size(), images.channels(), records.size());
    String[] reasons = new String[records.size()];
    decoding.forEach(records.size(), i -> reasons[i] = reason(records.get(i), batch, i));
    List<ImageRecord> sound = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    for (int i = 0; i < reasons.length; i++) {
      ImageRecord record = records.get(i);
      if (reasons[i] == null) {
        sound.add(record);
      } else {
        rejected.add(new RejectedRecord(record.id(), reasons[i]));
      }
    }
    if (rejected.isEmpty()) {
      return new Readable(batch.filled(), records, rejected);
    }
    batch.array().close();
    return new Readable(load(sound).images(), sound, rejected); // which are few, if any
  }

  /** Why an image cannot be decoded; null where it was. */
  private String reason(ImageRecord record, BatchArray batch, int index) {
    try {
      images.write(record, 0, 0, batch.image(index));
      return null;
    } catch (InvalidDataException e) {
      return e.getMessage();
    }
  }
}
