package org.abn.data.image;

import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageShape;

/**
 * What a JPEG or PNG file is, found without decoding it. A file that has a header is whole by its
 * structure: decoders may find damage in its compressed pixels, but neither an end too early nor
 * sizes that are not so.
 *
 * @param encoding JPEG or PNG, by the first bytes
 * @param shape {@code [C, H, W]} with as many channels as the file stores: of a JPEG 1, 3 or 4
 *     (CMYK), of a PNG 1 (grey) to 4 (RGB with transparency), 3 where it has a palette
 * @param regular whether it is as its standard has it; of another file it takes libjpeg to find the
 *     pixels that all of libjpeg's users see
 */
public record ImageHeader(ImageEncoding encoding, ImageShape shape, boolean regular) {
  /**
   * The most pixels of an image, 400 MB at four channels: decoding allocates what a header says.
   * The largest of ImageNet has 61 million.
   */
  public static final long MOST_PIXELS = 100_000_000;

  /**
   * Checks a file and reads its header.
   *
   * @param file all its bytes; what follows the end of the image is passed over
   * @return the header
   * @throws InvalidDataException if the file cannot be decoded: it is of another kind, cut short,
   *     damaged in its structure, or larger than {@link #MOST_PIXELS}; the message is the reason
   *     alone and does not name the file
   */
  public static ImageHeader of(byte[] file) {
    Signature kind = Signature.of(file);
    return switch (kind) {
      case JPEG -> new JpegStructure(file).header();
      case PNG -> new PngStructure(file).header();
      case UNKNOWN -> throw new InvalidDataException("is neither JPEG nor PNG by its first bytes");
      default ->
          throw InvalidDataException.of("is %s by its first bytes, expected JPEG or PNG", kind);
    };
  }

  /** Refuses a size that no decoder should be asked to allocate. */
  static void requireSize(Signature kind, long height, long width, int mostASide) {
    if (height < 1 || width < 1 || height > mostASide || width > mostASide) {
      throw InvalidDataException.of(
          "%s of %,dx%,d pixels, expected sides of 1 to %,d", kind, width, height, mostASide);
    }
    if (height * width > MOST_PIXELS) {
      throw InvalidDataException.of(
          "%s of %,dx%,d pixels, expected at most %,d in all", kind, width, height, MOST_PIXELS);
    }
  }
}
