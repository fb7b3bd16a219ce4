package org.abn.data.image;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;

import java.util.function.Supplier;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.bytedeco.javacpp.PointerScope;

/**
 * The pixels of an image: of a file always three channels, whatever it holds (grey, palette, CMYK,
 * 16 bits). Transparency and EXIF's orientation are ignored; of an animation the first picture is
 * taken.
 *
 * <p>A JPEG of which a part is wanted smaller than it is gets decoded smaller, at a half, a quarter
 * or an eighth, which is faster and no coarser; parts then begin and end at the nearest of its
 * pixels. After that pixels are interpolated linearly or, where there are still two or more for one
 * that is wanted, averaged.
 */
public final class ImageDecoder {
  private final EncodedImage image;
  private final ImageShape shape;
  private final boolean regular;

  /**
   * Reads the header.
   *
   * @param image an image file or raw pixels
   * @throws InvalidDataException if it is no image, or is damaged or too large; like all messages
   *     of this class, this one does not say which image
   */
  public ImageDecoder(EncodedImage image) {
    this.image = image;
    ImageHeader header =
        image.encoding() == ImageEncoding.RAW
            ? new ImageHeader(ImageEncoding.RAW, image.shape(), true)
            : ImageHeader.of(image.bytes());
    shape = header.shape();
    regular = header.regular();
  }

  /**
   * The shape of the image.
   *
   * @return {@code [C, H, W]} as in the file
   */
  public ImageShape shape() {
    return shape;
  }

  /**
   * Decodes a part of the image.
   *
   * @param region which part, within the image's shape
   * @param size what the part is resized to
   * @return the pixels: three channels from a file, those of the image from raw pixels
   * @throws InvalidDataException if it cannot be decoded
   */
  public Pixels decode(Region region, ImageSize size) {
    return switch (image.encoding()) {
      case RAW -> ofRaw(Pixels.ofPlanes(image), region, size);
      case JPEG -> ofJpeg(region, size);
      case PNG -> ofFile(Reduction.NONE, region, size);
    };
  }

  private static Pixels ofRaw(Pixels pixels, Region region, ImageSize size) {
    Region whole = new Region(0, 0, pixels.size().width(), pixels.size().height());
    return region.equals(whole) && size.equals(pixels.size())
        ? pixels
        : freeing(() -> Raster.of(pixels).resized(region, size));
  }

  private Pixels ofJpeg(Region region, ImageSize size) {
    Reduction reduction = Reduction.of(region, size);
    JpegPlanes planes = JpegPlanes.ofThread();
    return regular && reduction.equals(Reduction.NONE) && planes.decode(image.bytes(), shape)
        ? freeing(() -> planes.rgb(region, size))
        : ofFile(reduction, region, size);
  }

  private Pixels ofFile(Reduction reduction, Region region, ImageSize size) {
    return freeing(
        () ->
            OpenCvDecoder.decode(image.bytes(), shape, reduction)
                .resized(reduction.of(region, shape), size)
                .converted(COLOR_BGR2RGB));
  }

  /** Frees native memory at once; the garbage collector does not see how much it is. */
  @SuppressWarnings({"try", "unchecked"}) // the scope does its work by being open
  private static Pixels freeing(Supplier<Raster> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get().pixels();
    }
  }
}
