package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {

  /** Of an entry's lengths in the directory's header (PKWARE APPNOTE, 4.3.12). */
  private static final int COMPRESSED_LENGTH = 20;

  private static final int LENGTH = 24;
  private static final int PLACE = 42;

  @TempDir private Path folder;

  @Test
  void looksForDamageOnceAnEntry() throws IOException {
    try (StoredZip zip = StoredZip.open(write(archive()))) {
      assertThat(zip.isVerified("a")).isFalse();
      zip.open("a").close();
      assertThat(zip.isVerified("a")).isTrue();
      assertThat(zip.isVerified("b")).isFalse();
      try (InputStream again = zip.open("a")) {
        assertThat(again.readAllBytes()).hasSize(300);
      }
    }
  }

  @Test
  void neverTakesADamagedEntryForASoundOne() throws IOException {
    byte[] bytes = archive();
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("xxxx") + 7] ^= 1;
    try (StoredZip zip = StoredZip.open(write(bytes))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> zip.open("a"))
            .isInstanceOf(InvalidCheckpointException.class)
            .hasMessage("a: is damaged: its bytes do not have the archive's checksum");
      }
      zip.open("b").close();
    }
  }

  /** The first gigabytes would be allocated before anybody misses them. */
  @Test
  void refusesAnEntryLongerThanTheFile() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(archive()).order(ByteOrder.LITTLE_ENDIAN);
    int header = directory(bytes.array());
    bytes.putInt(header + COMPRESSED_LENGTH, 0x7FFF_FFF0).putInt(header + LENGTH, 0x7FFF_FFF0);
    refused(bytes.array(), "a: 2147483632 bytes cannot be in an archive of");
  }

  @Test
  void refusesEntriesThatShareTheirBytes() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(archive()).order(ByteOrder.LITTLE_ENDIAN);
    int header = directory(bytes.array());
    int all = bytes.capacity() - 40;
    bytes.putInt(header + COMPRESSED_LENGTH, all).putInt(header + LENGTH, all);
    refused(bytes.array(), "b: 200 bytes cannot be in an archive of");
  }

  @Test
  void refusesAnEntryThatLiesElsewhere() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(archive()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(directory(bytes.array()) + PLACE, 17);
    try (StoredZip zip = StoredZip.open(write(bytes.array()))) {
      assertThatThrownBy(() -> zip.open("a")).isInstanceOf(InvalidCheckpointException.class);
    }
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = write(bytes);
    assertThatThrownBy(() -> StoredZip.open(file))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith(message);
  }

  private static byte[] archive() throws IOException {
    var out = new ByteArrayOutputStream();
    var zip = new AlignedZip(out);
    zip.add("a", 300, entry -> entry.write("x".repeat(300).getBytes(StandardCharsets.US_ASCII)));
    zip.add("b", 200, entry -> entry.write("y".repeat(200).getBytes(StandardCharsets.US_ASCII)));
    zip.finish();
    return out.toByteArray();
  }

  /** Where the directory's first header begins. */
  private static int directory(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("archive.zip"), bytes);
  }
}
