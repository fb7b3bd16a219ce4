package org.abn.data.record;

import java.util.Optional;
import java.util.stream.IntStream;
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
   * The encoding of an image file by its first bytes; names lie.
   *
   * @param file its bytes
   * @return the encoding, if it is one of those that are known
   */
  public static Optional<ImageEncoding> of(byte[] file) {
    if (begins(file, 0xFF, 0xD8, 0xFF)) {
      return Optional.of(JPEG);
    }
    return begins(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')
        ? Optional.of(PNG)
        : Optional.empty();
  }

  private static boolean begins(byte[] file, int... magic) {
    return file.length >= magic.length
        && IntStream.range(0, magic.length).allMatch(i -> (file[i] & 0xFF) == magic[i]);
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
