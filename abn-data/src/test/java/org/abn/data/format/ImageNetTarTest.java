package org.abn.data.format;

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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallImages;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetTarTest {
  private static final String TRAIN = "ILSVRC2012_img_train.tar";

  @TempDir Path directory;

  @Test
  void readsTheSameRecordsAsFromFolders() throws Exception {
    Path archives = directory.resolve("archives");
    Path folders = directory.resolve("folders");
    write(archives, TRAIN, trainingArchive());
    String[] images = {
      "train/n01440764/n01440764_10.JPEG",
      "train/n01440764/n01440764_9.JPEG",
      "train/n01530575/n01530575_7.JPEG"
    };
    for (String image : images) {
      String name = image.substring(image.lastIndexOf('/') + 1);
      SmallImages.write(folders, image, jpeg(name));
    }
    DatasetSource source = open(DatasetFormat.IMAGENET, archives);
    assertThat(source.classes()).containsExactly("n01440764", "n01530575");
    assertThat(readAll(source, Split.TRAIN))
        .hasSize(3)
        .isEqualTo(readAll(open(DatasetFormat.IMAGENET, folders), Split.TRAIN));
    assertThat(source.files()).hasSize(1);
  }

  @Test
  void labelsTheValidationArchiveByTheDevelopmentKit() throws Exception {
    write(directory, TRAIN, trainingArchive());
    String[] names = {"ILSVRC2012_val_00000002.JPEG", "ILSVRC2012_val_00000001.JPEG"};
    write(directory, "ILSVRC2012_img_val.tar", archive(names));
    writeText(directory, "ILSVRC2012_validation_ground_truth.txt", "2\n1\n");
    ImageNetTest.writeMeta(directory.resolve("meta.mat"));
    var records = readAll(open(DatasetFormat.IMAGENET, directory), Split.TEST);
    assertThat(records.get(0).id()).isEqualTo("val/ILSVRC2012_val_00000001.JPEG");
    assertThat(records.get(0).labels()).containsExactly(0);
    assertThat(records.get(0).image().bytes()).containsExactly(jpeg(names[1]));
    assertThat(records.get(1).labels()).containsExactly(1);
  }

  @Test
  void readsTheValidationArchiveAlone() throws Exception {
    write(directory, "ILSVRC2012_img_val.tar", archive("ILSVRC2012_val_00000001.JPEG"));
    writeText(directory, "ILSVRC2012_validation_ground_truth.txt", "1\n");
    ImageNetTest.writeMeta(directory.resolve("meta.mat"));
    DatasetSource source = open(DatasetFormat.IMAGENET, directory);
    assertThat(source.classes()).containsExactly("n01440764", "n01530575", "n09999999");
    assertThat(readAll(source, Split.TEST))
        .singleElement()
        .satisfies(record -> assertThat(record.labels()).containsExactly(1));
    assertThat(source.records(Split.TRAIN)).isZero();
  }

  @Test
  void passesOverWhatAMacPutsIntoAnArchive() throws Exception {
    byte[] images = archive("._n01440764_9.JPEG", "n01440764_9.JPEG", ".DS_Store", "notes.txt");
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      add(tar, new TarArchiveEntry("./._n01440764.tar"), new byte[163]);
      add(tar, new TarArchiveEntry("./n01440764.tar"), images);
    }
    write(directory, TRAIN, bytes.toByteArray());
    DatasetSource source = open(DatasetFormat.IMAGENET, directory);
    assertThat(readAll(source, Split.TRAIN)).hasSize(1);
    assertThat(source.counts())
        .hasToString(
            "7 files seen, 3 used, 0 rejected, 4 passed over (3 hidden, 1 no image by its name)");
  }

  @Test
  void keepsNamesThatAreNotAscii() throws Exception {
    write(directory, TRAIN, archive("n01440764.tar", archive("\u00fc.JPEG", "\u4e2d.JPEG")));
    assertThat(readAll(open(DatasetFormat.IMAGENET, directory), Split.TRAIN))
        .extracting(ImageRecord::id)
        .containsExactly("train/n01440764/\u00fc.JPEG", "train/n01440764/\u4e2d.JPEG");
  }

  @Test
  void prefersFoldersToAnArchiveBesideThem() throws Exception {
    write(directory, TRAIN, trainingArchive());
    writeAll(directory, "train/n01440764/1.JPEG");
    assertThat(open(DatasetFormat.IMAGENET, directory).records(Split.TRAIN)).isOne();
  }

  @Test
  void rejectsATruncatedArchive() throws Exception {
    byte[] whole = trainingArchive();
    rejects(
        Arrays.copyOf(whole, 5000),
        "entry 'n01530575.tar' at byte 4096 has 2,048 bytes, but 904 follow");
    rejects(Arrays.copyOf(whole, 3584), "ends at byte 3584 without the record of zeros");
    rejects(Arrays.copyOf(whole, 100), "after its last file at byte 0; copy it again");
    rejects(new byte[0], "ends at byte 0 without the record of zeros");
  }

  @Test
  void rejectsAnInnerArchiveThatIsCutShort() throws Exception {
    byte[] inner = Arrays.copyOf(archive("n01440764_9.JPEG"), 1024);
    rejects(
        archive("n01440764.tar", inner),
        TRAIN + ": archive at byte 512: ends at byte 1536 without the record of zeros");
  }

  @Test
  void rejectsTrailingBytes() throws Exception {
    byte[] whole = trainingArchive();
    byte[] longer = Arrays.copyOf(whole, whole.length + 600);
    longer[longer.length - 1] = 1;
    rejects(longer, "has other bytes than zeros after its last file");
  }

  @Test
  void rejectsWhatIsNoArchive() {
    byte[] noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    rejects(noise, TRAIN + ": has a damaged header");
  }

  @Test
  void rejectsNamesThatLeadOut() throws Exception {
    for (String name : new String[] {"../1.JPEG", "a/../../1.JPEG", "a\\..\\1.JPEG", ".."}) {
      rejects(archive("n01440764.tar", archive(name)), "leads out of the archive, expected");
    }
    rejects(archive("n01440764.tar", absolute("/etc/1.JPEG")), "'/etc/1.JPEG' leads out");
  }

  @Test
  void rejectsLinks() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      var link = new TarArchiveEntry("1.JPEG", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    rejects(
        archive("n01440764.tar", bytes.toByteArray()),
        "entry '1.JPEG' is a link, a sparse file or none");
  }

  @Test
  void rejectsANameThatIsThereTwice() throws Exception {
    rejects(archive("n01440764.tar", archive("1.JPEG", "1.JPEG")), "entry '1.JPEG' is there twice");
  }

  @Test
  void rejectsOtherEntriesThanClasses() throws Exception {
    rejects(archive("1.JPEG"), "entry '1.JPEG' at byte 512, expected archives such as");
  }

  @Test
  void rejectsAClassWithoutImages() throws Exception {
    rejects(archive("n01440764.tar", archive()), "holds no training image of class n01440764");
  }

  @Test
  void readsOrRefusesEveryDamagedArchive() throws Exception {
    write(directory, TRAIN, trainingArchive());
    assertThat(new Damage(DatasetFormat.IMAGENET, directory).refused(TRAIN, 1500))
        .isBetween(500, 1490);
  }

  private void rejects(byte[] archive, String message) {
    write(directory, TRAIN, archive);
    assertThatThrownBy(() -> open(DatasetFormat.IMAGENET, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(TRAIN)
        .hasMessageContaining(message);
  }

  private static byte[] trainingArchive() throws IOException {
    byte[] first = archive("n01440764_9.JPEG", "n01440764_10.JPEG");
    byte[] second = archive("n01530575_7.JPEG");
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      add(tar, new TarArchiveEntry("n01440764.tar"), first);
      add(tar, new TarArchiveEntry("n01530575.tar"), second);
    }
    return bytes.toByteArray();
  }

  /** Images with their name as a comment. */
  private static byte[] archive(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (String name : names) {
        add(tar, new TarArchiveEntry(name), jpeg(name));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] archive(String name, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      add(tar, new TarArchiveEntry(name), content);
    }
    return bytes.toByteArray();
  }

  private static byte[] absolute(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      add(tar, new TarArchiveEntry(name, true), jpeg(name));
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
