package org.abn.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Image files of a few hundred bytes, as ImageIO writes them. */
public final class SmallImages {
  public static final int SIDE = 8;
  private static final int AFTER_SOI = 2;
  private static final int AFTER_IHDR = 33;
  private static final byte[] JPEG = jpeg(picture(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY), false);
  private static final byte[] PNG = png(picture(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY), false);

  private SmallImages() {}

  /** A grey JPEG file with a comment, so that its bytes are its own. */
  public static byte[] jpeg(String comment) {
    byte[] text = comment.getBytes(UTF_8);
    ByteBuffer segment = ByteBuffer.allocate(4 + text.length);
    segment.putShort((short) 0xFFFE).putShort((short) (2 + text.length)).put(text);
    return inserted(JPEG, AFTER_SOI, segment.array());
  }

  /** A grey PNG file with a comment. */
  public static byte[] png(String comment) {
    return inserted(PNG, AFTER_IHDR, chunk("tEXt", ("Comment\0" + comment).getBytes(UTF_8)));
  }

  /** A picture without two equal neighbours. */
  public static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xFF000000 | (x * 37 + y * x * 11) * 0x010305);
      }
    }
    return image;
  }

  public static byte[] jpeg(BufferedImage image, boolean progressive) {
    return encoded("jpeg", new IIOImage(image, null, null), progressive);
  }

  public static byte[] png(BufferedImage image, boolean interlaced) {
    return encoded("png", new IIOImage(image, null, null), interlaced);
  }

  /** A file as one of ImageIO's writers makes it. */
  public static byte[] encoded(String format, IIOImage image, boolean inPasses) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (inPasses) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, image, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A PNG chunk with its checksum. */
  public static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length).put(type.getBytes(UTF_8)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) checksum.getValue()).array();
  }

  public static byte[] inserted(byte[] file, int at, byte[] bytes) {
    ByteBuffer longer = ByteBuffer.allocate(file.length + bytes.length);
    return longer.put(file, 0, at).put(bytes).put(file, at, file.length - at).array();
  }

  /** Writes JPEG files, each with its path as its comment. */
  public static void writeAll(Path directory, String... paths) {
    for (String path : paths) {
      write(directory, path, jpeg(path));
    }
  }

  public static void write(Path directory, String path, byte[] bytes) {
    Path file = directory.resolve(path);
    SmallDatasets.write(file.getParent(), file.getFileName().toString(), bytes);
  }

  public static void writeText(Path directory, String path, String text) {
    write(directory, path, text.getBytes(UTF_8));
  }
}
