package org.abn.data.record;

import org.abn.data.InvalidDataException;

/** How the bytes of an image are to be understood. */
public enum ImageEncoding {
  /** One unsigned byte a pixel and channel, channel after channel: {@code [C, H, W]}. */
  RAW(0),
  /** A JPEG file as it was published. */
  JPEG(1),
  /** A PNG file as it was published. */
  PNG(2);

  private final int code;

  ImageEncoding(int code) {
    this.code = code;
  }

  /**
   * The number that stands for the encoding in a shard; never reused.
   *
   * @return 0 to 255
   */
  public int code() {
    return code;
  }

  /**
   * The encoding that a number stands for.
   *
   * @param code as of {@link #code()}
   * @return the encoding
   * @throws InvalidDataException if no encoding has the number
   */
  public static ImageEncoding coded(int code) {
    return switch (code) {
      case 0 -> RAW;
      case 1 -> JPEG;
      case 2 -> PNG;
      default -> throw InvalidDataException.of("encoding %d is unknown, expected 0 to 2", code);
    };
  }
}
