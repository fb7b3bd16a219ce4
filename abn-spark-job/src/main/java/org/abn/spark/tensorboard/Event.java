package org.abn.spark.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * What TensorBoard shows of one step.
 *
 * @param wallTime seconds since 1970
 * @param step which one, such as the number of an epoch
 * @param summary values by tag
 */
public record Event(double wallTime, long step, Summary summary) {
  // Numbers of the fields of tensorflow.Event, whose class ND4J does not have.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final String VERSION = "brain.Event:2";

  private static final int RGB = 3; // Summary.Image's number for it
  private static final int PNG_WIDTH = 16; // where a PNG file has it, and the height behind it

  /** Numbers by tag, such as {@code loss/attention}, in the map's order. */
  public static Event scalars(double wallTime, long step, Map<String, Double> values) {
    Summary.Builder summary = Summary.newBuilder();
    values.forEach(
        (tag, value) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    return new Event(wallTime, step, summary.build());
  }

  /** A picture under a tag, from the bytes of a PNG file. */
  public static Event picture(double wallTime, long step, String tag, byte[] png) {
    ByteBuffer header = ByteBuffer.wrap(png);
    Summary.Image image =
        Summary.Image.newBuilder()
            .setWidth(header.getInt(PNG_WIDTH))
            .setHeight(header.getInt(PNG_WIDTH + Integer.BYTES))
            .setColorspace(RGB)
            .setEncodedImageString(ByteString.copyFrom(png))
            .build();
    Summary.Value value = Summary.Value.newBuilder().setTag(tag).setImage(image).build();
    return new Event(wallTime, step, Summary.newBuilder().addValue(value).build());
  }

  /** As a protocol buffer. */
  byte[] bytes() {
    return encoded(
        wallTime,
        out -> {
          out.writeInt64(STEP, step);
          out.writeMessage(SUMMARY, summary);
        });
  }

  /** What a file begins with, as a protocol buffer. */
  static byte[] header(double wallTime) {
    return encoded(wallTime, out -> out.writeString(FILE_VERSION, VERSION));
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] encoded(double wallTime, Fields fields) {
    ByteString.Output bytes = ByteString.newOutput();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeDouble(WALL_TIME, wallTime);
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteString().toByteArray();
  }
}
