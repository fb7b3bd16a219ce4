package org.abn.spark.report;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A picture of a page.
 *
 * @param alternative what those read who cannot see it
 * @param png the bytes of a PNG file
 */
public record ReportPicture(String alternative, byte[] png) {
  private static final int WIDTH = 16; // where a PNG file has it, and the height behind it

  /** In pixels. */
  public int width() {
    return ByteBuffer.wrap(png).getInt(WIDTH);
  }

  /** In pixels. */
  public int height() {
    return ByteBuffer.wrap(png).getInt(WIDTH + Integer.BYTES);
  }

  /** As a URI that needs nothing outside of the page. */
  public String uri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
