package org.abn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java has. */
public final class Checksums {
  private Checksums() {}

  /** A digest to be fed. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The digest of a stream from where it stands to its end.
   *
   * @param in left open
   * @return 64 hexadecimal digits
   * @throws IOException if the stream cannot be read
   */
  public static String sha256(InputStream in) throws IOException {
    MessageDigest sha256 = sha256();
    // Not closed: it would close the stream.
    new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
    return hex(sha256.digest());
  }

  /** A digest as hexadecimal digits. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
