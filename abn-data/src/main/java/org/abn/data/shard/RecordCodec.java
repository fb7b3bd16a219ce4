package org.abn.data.shard;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;

/**
 * A record as bytes, big-endian. Version 1:
 *
 * <pre>
 * 1 byte   version, 1
 * 1 byte   split
 * 1 byte   encoding
 * 2 bytes  number of labels L, at least 1
 * 4 L      labels
 * 1 byte   channels, 0 where the shape is not known
 * 2 bytes  height
 * 2 bytes  width
 * 4 bytes  length of the image
 *          the image, to the end
 * </pre>
 *
 * <p>The id is not in it: a shard has it as the key.
 */
public final class RecordCodec {
  private static final int VERSION = 1;
  private static final int BYTES_WITHOUT_LABELS_AND_IMAGE = 3 + 2 + 5 + 4;
  private static final int MOST_LABELS = 0xFFFF;

  private RecordCodec() {}

  /**
   * Writes a record in the newest version.
   *
   * @param record what to write
   * @return its bytes, without the id
   * @throws IllegalArgumentException if it has more than 65,535 labels
   */
  public static byte[] encode(ImageRecord record) {
    int[] labels = record.labels();
    if (labels.length > MOST_LABELS) {
      throw new IllegalArgumentException(record.id() + " has " + labels.length + " labels");
    }
    EncodedImage image = record.image();
    int bytes = BYTES_WITHOUT_LABELS_AND_IMAGE + 4 * labels.length + image.bytes().length;
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put((byte) VERSION).put((byte) record.split().code());
    out.put((byte) image.encoding().code());
    out.putShort((short) labels.length);
    for (int label : labels) {
      out.putInt(label);
    }
    ImageShape shape = image.shape();
    out.put((byte) shape.channels()).putShort((short) shape.height());
    out.putShort((short) shape.width());
    return out.putInt(image.bytes().length).put(image.bytes()).array();
  }

  /**
   * Reads a record of any known version.
   *
   * @param id the record's id
   * @param value exactly its bytes
   * @return the record
   * @throws InvalidDataException if the version is unknown, bytes are missing or left over, or a
   *     field is out of range
   */
  public static ImageRecord decode(String id, ByteBuffer value) {
    try {
      int version = Byte.toUnsignedInt(value.get());
      if (version != VERSION) {
        throw InvalidDataException.of(
            "record %s has version %d, this program reads %d; make the shards again",
            id, version, VERSION);
      }
      Split split = Split.coded(Byte.toUnsignedInt(value.get()));
      ImageEncoding encoding = ImageEncoding.coded(Byte.toUnsignedInt(value.get()));
      int[] labels = labels(value);
      return new ImageRecord(id, split, labels, image(id, encoding, value));
    } catch (BufferUnderflowException e) {
      throw new InvalidDataException("record " + id + " is cut short", e);
    }
  }

  private static int[] labels(ByteBuffer value) {
    int count = Short.toUnsignedInt(value.getShort());
    if (value.remaining() < 4 * count) { // before anything is allocated
      throw new BufferUnderflowException();
    }
    int[] labels = new int[count];
    value.asIntBuffer().get(labels);
    value.position(value.position() + 4 * count);
    return labels;
  }

  private static EncodedImage image(String id, ImageEncoding encoding, ByteBuffer value) {
    ImageShape shape =
        new ImageShape(
            Byte.toUnsignedInt(value.get()),
            Short.toUnsignedInt(value.getShort()),
            Short.toUnsignedInt(value.getShort()));
    int length = value.getInt();
    if (length != value.remaining()) {
      throw InvalidDataException.of(
          "record %s says %,d bytes of image, but %,d follow", id, length, value.remaining());
    }
    byte[] bytes = new byte[length];
    value.get(bytes);
    return new EncodedImage(encoding, shape, bytes);
  }
}
