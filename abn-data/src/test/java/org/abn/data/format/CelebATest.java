package org.abn.data.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.write;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelebATest {
  private static final String ATTRIBUTES =
      """
      4
      Bald Eyeglasses Smiling\s
      000001.jpg -1  1  1
      000002.jpg -1 -1 -1
      000003.jpg  1 -1  1
      000004.jpg  1  1  1
      """;
  private static final String PARTITION =
      "000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n000004.jpg 0\n";
  static final String[] IMAGES = {
    "img_align_celeba/000001.jpg",
    "img_align_celeba/000002.jpg",
    "img_align_celeba/000003.jpg",
    "img_align_celeba/000004.jpg"
  };

  @TempDir Path directory;

  @BeforeEach
  void writeLists() {
    writeLists(directory);
  }

  static void writeLists(Path directory) {
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES);
    writeText(directory, "list_eval_partition.txt", PARTITION);
  }

  @Test
  void readsAttributesOfImagesInAFolder() throws Exception {
    writeAll(directory, IMAGES);
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThat(source.labels().attributes()).containsExactly("Bald", "Eyeglasses", "Smiling");
    assertThat(source.classes()).isEmpty();
    ImageRecord first = readAll(source, Split.TRAIN).get(0);
    assertThat(first.id()).isEqualTo("img_align_celeba/000001.jpg");
    assertThat(first.labels()).containsExactly(0, 1, 1);
    assertThat(first.image().bytes()).containsExactly(jpeg(IMAGES[0]));
    assertThat(source.warnings())
        .containsExactly(
            "celeba: train has 3 of the 182,637 published images",
            "celeba: test has 1 of the 19,962 published images");
  }

  @Test
  void trainsOnTheValidationImagesToo() throws Exception {
    writeAll(directory, IMAGES);
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThat(readAll(source, Split.TRAIN))
        .extracting(ImageRecord::id)
        .containsExactly(IMAGES[0], IMAGES[1], IMAGES[3]);
    assertThat(readAll(source, Split.TEST)).extracting(ImageRecord::id).containsExactly(IMAGES[2]);
  }

  @Test
  void findsFilesWhereTheyArePublished() throws Exception {
    Path other = directory.resolve("published");
    writeText(other, "Anno/list_attr_celeba.txt", ATTRIBUTES);
    writeText(other, "Eval/list_eval_partition.txt", PARTITION);
    write(other.resolve("Img"), "img_align_celeba.zip", zip(ZipEntry.DEFLATED, IMAGES));
    assertThat(readAll(open(DatasetFormat.CELEBA, other), Split.TRAIN)).hasSize(3);
  }

  @Test
  void readsTheSameRecordsFromAnArchive() throws Exception {
    writeAll(directory, IMAGES);
    var fromFolder = readAll(open(DatasetFormat.CELEBA, directory), Split.TRAIN);
    for (String image : IMAGES) {
      Files.delete(directory.resolve(image));
    }
    Files.delete(directory.resolve("img_align_celeba"));
    for (int method : new int[] {ZipEntry.DEFLATED, ZipEntry.STORED}) {
      write(directory, "img_align_celeba.zip", zip(method, IMAGES));
      DatasetSource source = open(DatasetFormat.CELEBA, directory);
      assertThat(source.rejected()).isEmpty();
      assertThat(readAll(source, Split.TRAIN)).isEqualTo(fromFolder);
    }
  }

  @Test
  void passesOverWhatAMacPutsIntoAnArchive() throws Exception {
    List<String> names = new ArrayList<>(List.of(IMAGES));
    for (String image : IMAGES) {
      names.add("__MACOSX/" + image.replace("/", "/._"));
    }
    write(directory, "img_align_celeba.zip", zip(ZipEntry.DEFLATED, names.toArray(String[]::new)));
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThat(source.rejected()).isEmpty();
    assertThat(source.counts())
        .hasToString("11 files seen, 7 used, 0 rejected, 4 passed over (4 left by a system)");
  }

  @Test
  void readsAnArchiveOfZip64() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      zip.setUseZip64(Zip64Mode.Always);
      for (String image : IMAGES) {
        zip.putArchiveEntry(new ZipArchiveEntry(image));
        zip.write(jpeg(image));
        zip.closeArchiveEntry();
      }
    }
    write(directory, "img_align_celeba.zip", bytes.toByteArray());
    assertThat(readAll(open(DatasetFormat.CELEBA, directory), Split.TRAIN)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void readsListsAsWindowsWritesThem(String charset) throws Exception {
    writeAll(directory, IMAGES);
    for (String list : new String[] {"list_attr_celeba.txt", "list_eval_partition.txt"}) {
      String text = "\uFEFF" + Files.readString(directory.resolve(list)).replace("\n", "\r\n");
      Files.write(directory.resolve(list), text.getBytes(charset));
    }
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThat(source.labels().attributes()).containsExactly("Bald", "Eyeglasses", "Smiling");
    assertThat(source.records(Split.TRAIN)).isEqualTo(3);
  }

  @Test
  void showsWhatCannotBeSeenInALine() {
    writeText(directory, "list_eval_partition.txt", PARTITION.replace(".jpg 1", ".jpg\u00A01"));
    rejects("line 2: '000002.jpg\\u00A01', expected an image and 0, 1 or 2");
  }

  @Test
  void readsWhatKaggleDistributes() throws Exception {
    writeAll(directory, IMAGES);
    var published = readAll(open(DatasetFormat.CELEBA, directory), Split.TRAIN);
    Path kaggle = Files.createDirectories(directory.resolve("kaggle/img_align_celeba"));
    Files.move(directory.resolve("img_align_celeba"), kaggle.resolve("img_align_celeba"));
    String attributes = ATTRIBUTES.substring(ATTRIBUTES.indexOf('\n') + 1).replace(" \n", "\n");
    writeText(
        kaggle.getParent(), "list_attr_celeba.csv", "image_id," + attributes.replaceAll(" +", ","));
    writeText(
        kaggle.getParent(),
        "list_eval_partition.csv",
        "image_id,partition\n" + PARTITION.replace(' ', ','));
    DatasetSource source = open(DatasetFormat.CELEBA, kaggle.getParent());
    assertThat(readAll(source, Split.TRAIN)).isEqualTo(published);
    assertThat(source.counts()).hasToString("6 files seen, 6 used, 0 rejected, 0 passed over");
  }

  @Test
  void listsImagesWithoutFileAndFilesWithoutEntryAsRejected() {
    writeAll(directory, IMAGES[0], IMAGES[2], "img_align_celeba/000009.jpg");
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThat(source.records(Split.TRAIN)).isOne();
    assertThat(source.rejected())
        .containsExactly(
            new RejectedRecord(IMAGES[1], "is listed, but there is no such file"),
            new RejectedRecord(IMAGES[3], "is listed, but there is no such file"),
            new RejectedRecord("img_align_celeba/000009.jpg", "is in no list"));
  }

  @Test
  void rejectsAnotherNumberOfImages() {
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replaceFirst("4", "202599"));
    rejects("list_attr_celeba.txt: line 1 says 202,599 images, but 4 follow");
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replaceFirst("4", "3"));
    rejects("list_attr_celeba.txt: line 1 says 3 images, but 4 follow");
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replaceFirst("4", "many"));
    rejects("list_attr_celeba.txt, line 1: 'many', expected the number of images");
  }

  @Test
  void rejectsABadLineOfAttributes() {
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replace("-1 -1 -1", "-1 -1"));
    rejects("list_attr_celeba.txt, line 4: 000002.jpg has 2 values, expected 3");
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replace("-1 -1 -1", "-1 0 -1"));
    rejects("list_attr_celeba.txt, line 4: value '0', expected 1 or -1");
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replace("000002", "000001"));
    rejects("list_attr_celeba.txt, line 4: 000001.jpg is there twice");
    writeText(directory, "list_attr_celeba.txt", ATTRIBUTES.replace("Bald", "Smiling"));
    rejects("list_attr_celeba.txt, line 2: 'Smiling Eyeglasses Smiling', expected different");
    writeText(directory, "list_attr_celeba.txt", "4\n");
    rejects("list_attr_celeba.txt: ends after line 2, expected names");
  }

  @Test
  void rejectsABadLineOfThePartition() {
    writeText(directory, "list_eval_partition.txt", PARTITION.replace("2.jpg 1", "2.jpg 3"));
    rejects("list_eval_partition.txt, line 2: '000002.jpg 3', expected an image and 0, 1 or 2");
    writeText(directory, "list_eval_partition.txt", PARTITION.replace("000002", "000001"));
    rejects("list_eval_partition.txt, line 2: 000001.jpg is there twice");
  }

  @Test
  void rejectsListsOfDifferentImages() {
    writeText(directory, "list_eval_partition.txt", PARTITION.replace("000002.jpg 1\n", ""));
    rejects("list_eval_partition.txt: lacks 000002.jpg, which has attributes");
    writeText(directory, "list_eval_partition.txt", PARTITION + "000005.jpg 0\n");
    rejects("list_eval_partition.txt: has 000005.jpg, which has no attributes");
  }

  @Test
  void rejectsAMissingFile() throws Exception {
    rejects("lacks img_align_celeba.zip, looked for in ., Img");
    Files.delete(directory.resolve("list_eval_partition.txt"));
    rejects("lacks list_eval_partition.txt, looked for in ., Anno, Eval");
  }

  @Test
  void rejectsAnArchiveThatIsNone() throws Exception {
    byte[] whole = zip(ZipEntry.DEFLATED, IMAGES);
    rejectsArchive(new byte[100], "img_align_celeba.zip: is no zip archive or is cut short");
    rejectsArchive(Arrays.copyOf(whole, whole.length - 30), "is no zip archive or is cut short");
  }

  @Test
  void rejectsNamesThatLeadOut() throws Exception {
    rejectsArchive(zip(ZipEntry.DEFLATED, "../1.jpg"), "entry '../1.jpg' leads out of the archive");
    rejectsArchive(zip(ZipEntry.DEFLATED, "/1.jpg"), "entry '/1.jpg' leads out of the archive");
  }

  @Test
  void rejectsDamageInAnArchive() throws Exception {
    byte[] whole = zip(ZipEntry.STORED, IMAGES);
    String text = new String(whole, ISO_8859_1);
    whole[text.indexOf("JFIF") + 10] ^= 1;
    write(directory, "img_align_celeba.zip", whole);
    DatasetSource source = open(DatasetFormat.CELEBA, directory);
    assertThatThrownBy(() -> readAll(source, Split.TRAIN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("img_align_celeba/000001.jpg is damaged: has ")
        .hasMessageContaining(" bytes with CRC-32 ");
  }

  @Test
  void readsOrRefusesEveryDamagedArchive() throws Exception {
    Damage damage = new Damage(DatasetFormat.CELEBA, directory);
    for (int method : new int[] {ZipEntry.DEFLATED, ZipEntry.STORED}) {
      write(directory, "img_align_celeba.zip", zip(method, IMAGES));
      assertThat(damage.refused("img_align_celeba.zip", 1000)).isBetween(400, 990);
    }
  }

  private void rejectsArchive(byte[] archive, String message) {
    write(directory, "img_align_celeba.zip", archive);
    rejects(message);
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.CELEBA, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }

  /** Images with their name as a comment. */
  private static byte[] zip(int method, String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      zip.putNextEntry(new ZipEntry("img_align_celeba/"));
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        byte[] image = jpeg(name);
        CRC32 checksum = new CRC32();
        checksum.update(image);
        entry.setMethod(method);
        entry.setSize(image.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(image);
      }
    }
    return bytes.toByteArray();
  }
}
