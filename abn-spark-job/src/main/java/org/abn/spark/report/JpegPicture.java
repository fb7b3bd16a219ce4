package org.abn.spark.report;

import java.util.Base64;
import org.abn.data.image.ImageHeader;
import org.abn.data.record.ImageShape;

/**
 * A small picture of a gallery.
 *
 * @param jpeg the bytes of a JPEG file
 */
public record JpegPicture(byte[] jpeg) {

  /** In pixels. */
  public int width() {
    return shape().width();
  }

  /** In pixels. */
  public int height() {
    return shape().height();
  }

  private ImageShape shape() {
    return ImageHeader.of(jpeg).shape();
  }

  /** As a URI that needs nothing outside of the page. */
  public String uri() {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }
}
