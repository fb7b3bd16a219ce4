package org.abn.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/** Files that begin as JPEG and PNG files do; nothing decodes them. */
public final class SmallImages {
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private SmallImages() {}

  /** A file of its own bytes. */
  public static byte[] jpeg(String content) {
    return bytes(JPEG, content);
  }

  public static byte[] png(String content) {
    return bytes(PNG, content);
  }

  /** Writes JPEG files, each with its path as its content. */
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

  private static byte[] bytes(byte[] magic, String content) {
    byte[] text = content.getBytes(UTF_8);
    byte[] bytes = new byte[magic.length + text.length];
    System.arraycopy(magic, 0, bytes, 0, magic.length);
    System.arraycopy(text, 0, bytes, magic.length, text.length);
    return bytes;
  }
}
