package org.abn.data.shard;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.Split;

/**
 * A record as bytes, big-endian. Version 1 is of images of which all is seen, version 2 of those
 * that are seen in a box:
 *
 * <pre>
 * 1 byte   version, 1 or 2
 * 1 byte   split
 * 1 byte   encoding
 * 2 bytes  number of labels L, at least 1
 * 4 L      labels
 * 1 byte   channels, 0 where the shape is not known
 * 2 bytes  height
 * 2 bytes  width
 * 8 bytes  in version 2 alone: left, top, width and height of the box, two bytes each
 * 4 bytes  length of the image
 *          the image, to the end
 * </pre>
 *
 * <p>The id is not in it: a shard has it as the key.
 */
public final class RecordCodec {
  private static final int WHOLE = 1;
  private static final int BOXED = 2;
  private static final int BOX_BYTES = 8;
  private static final int BYTES_WITHOUT_LABELS_AND_IMAGE = 3 + 2 + 5 + 4;
  private static final int MOST_LABELS = 0xFFFF;

  private RecordCodec() {}

  /**
   * Writes a record in the first version that can hold it, so that records without a box stay what
   * they were.
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
    int boxBytes = record.box().isPresent() ? BOX_BYTES : 0;
    int bytes =
        BYTES_WITHOUT_LABELS_AND_IMAGE + 4 * labels.length + boxBytes + image.bytes().length;
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put((byte) (record.box().isPresent() ? BOXED : WHOLE)).put((byte) record.split().code());
    out.put((byte) image.encoding().code());
    out.putShort((short) labels.length);
    for (int label : labels) {
      out.putInt(label);
    }
    ImageShape shape = image.shape();
    out.put((byte) shape.channels()).putShort((short) shape.height());
    out.putShort((short) shape.width());
    record.box().ifPresent(box -> write(box, out));
    return out.putInt(image.bytes().length).put(image.bytes()).array();
  }

  private static void write(Region box, ByteBuffer out) {
    out.putShort((short) box.left()).putShort((short) box.top());
    out.putShort((short) box.width()).putShort((short) box.height());
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
      if (version != WHOLE && version != BOXED) {
        throw InvalidDataException.of(
            "record %s has version %d, this program reads %d and %d; make the shards again",
            id, version, WHOLE, BOXED);
      }
      Split split = Split.coded(Byte.toUnsignedInt(value.get()));
      ImageEncoding encoding = ImageEncoding.coded(Byte.toUnsignedInt(value.get()));
      int[] labels = labels(value);
      ImageShape shape = shape(value);
      Optional<Region> box = version == BOXED ? Optional.of(box(value)) : Optional.empty();
      EncodedImage image = new EncodedImage(encoding, shape, image(id, value));
      return new ImageRecord(id, split, labels, image, box);
    } catch (BufferUnderflowException e) {
      throw new InvalidDataException("record " + id + " is cut short", e);
    }
  }

  private static int[] labels(ByteBuffer value) {
    int count = unsignedShort(value);
    if (value.remaining() < 4 * count) { // before anything is allocated
      throw new BufferUnderflowException();
    }
    int[] labels = new int[count];
    value.asIntBuffer().get(labels);
    value.position(value.position() + 4 * count);
    return labels;
  }

  private static ImageShape shape(ByteBuffer value) {
    int channels = Byte.toUnsignedInt(value.get());
    return new ImageShape(channels, unsignedShort(value), unsignedShort(value));
  }

  private static Region box(ByteBuffer value) {
    return new Region(
        unsignedShort(value), unsignedShort(value), unsignedShort(value), unsignedShort(value));
  }

  private static int unsignedShort(ByteBuffer value) {
    return Short.toUnsignedInt(value.getShort());
  }

  private static byte[] image(String id, ByteBuffer value) {
    int length = value.getInt();
    if (length != value.remaining()) {
      throw InvalidDataException.of(
          "record %s says %,d bytes of image, but %,d follow", id, length, value.remaining());
    }
    byte[] bytes = new byte[length];
    value.get(bytes);
    return bytes;
  }
}
