package org.abn.data.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.PassedOver;
import org.abn.data.record.PassedOverFiles;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String SHA = "0123456789abcdef".repeat(4);
  private static final ShardEntry SHARD =
      new ShardEntry(
          "train-00000-of-00001.seq",
          Split.TRAIN,
          300,
          5,
          SHA,
          List.of(new BlockEntry(100, 120, 3, 0xFFFFFFFFL), new BlockEntry(220, 80, 2, 0)));
  private static final Manifest MANIFEST =
      new Manifest(
          2,
          "cifar10",
          List.of("cat", "dog"),
          List.of(),
          new ImageShape(3, 32, 32),
          0,
          ImageSizes.UNKNOWN,
          FileCounts.UNKNOWN,
          -7,
          List.of(new SplitEntry(Split.TRAIN, 5)),
          List.of(SHARD),
          List.of(new RejectedRecord("x/1", "label 200")));
  private static final String JSON =
      """
      {
        "schema_version" : 2,
        "dataset" : "cifar10",
        "classes" : [ "cat", "dog" ],
        "attributes" : [ ],
        "image" : {
          "channels" : 3,
          "height" : 32,
          "width" : 32
        },
        "seed" : -7,
        "splits" : [ {
          "split" : "train",
          "records" : 5
        } ],
        "shards" : [ {
          "file" : "train-00000-of-00001.seq",
          "split" : "train",
          "length" : 300,
          "records" : 5,
          "sha256" : "%s",
          "blocks" : [ {
            "offset" : 100,
            "bytes" : 120,
            "records" : 3,
            "crc32c" : 4294967295
          }, {
            "offset" : 220,
            "bytes" : 80,
            "records" : 2,
            "crc32c" : 0
          } ]
        } ],
        "rejected" : [ {
          "id" : "x/1",
          "reason" : "label 200"
        } ]
      }
      """
          .formatted(SHA);
  private static final String RESIZED =
      JSON.replace("\"schema_version\" : 2", "\"schema_version\" : 3")
          .replace("  \"seed\"", "  \"short_side\" : 256,\n  \"seed\"");

  private static final String COUNTED =
      JSON.replace("\"schema_version\" : 2", "\"schema_version\" : 4")
          .replace(
              "  \"seed\"",
              """
                "short_side" : 0,
                "sizes" : {
                  "least_height" : 32,
                  "least_width" : 32,
                  "most_height" : 32,
                  "most_width" : 48
                },
                "files" : {
                  "seen" : 9,
                  "used" : 5,
                  "rejected" : 1,
                  "passed_over" : [ {
                    "rule" : "hidden",
                    "files" : 3,
                    "first" : ".DS_Store"
                  } ]
                },
                "seed"\
              """);

  @Test
  void writesAndReadsTheFilesAndSizesOfVersion4() {
    Manifest manifest = Manifest.parse(COUNTED, "manifest.json");
    assertThat(manifest.sizes()).isEqualTo(new ImageSizes(32, 32, 32, 48));
    assertThat(manifest.files())
        .isEqualTo(
            new FileCounts(
                9, 5, 1, List.of(new PassedOverFiles(PassedOver.HIDDEN, 3, ".DS_Store"))));
    assertThat(ManifestJson.writeIndented(manifest)).isEqualTo(COUNTED);
  }

  @Test
  void rejectsFilesThatAreNotAccountedFor() {
    rejects(COUNTED.replace("\"seen\" : 9", "\"seen\" : 10"), "of 10 files 5 are used");
    rejects(COUNTED.replace("\"hidden\"", "\"lost\""), "manifest.json, line ");
    rejects(COUNTED.replace("\"least_width\" : 32", "\"least_width\" : 49"), "32x49 to 32x48");
  }

  @Test
  void keepsTheBytesOfSchemaVersion2() {
    assertThat(ManifestJson.writeIndented(EarlierManifest.Version2.of(MANIFEST))).isEqualTo(JSON);
  }

  @Test
  void readsSchemaVersion2() {
    assertThat(Manifest.parse(JSON, "manifest.json")).isEqualTo(MANIFEST);
  }

  @Test
  void writesAndReadsTheShortSideOfVersion3() {
    Manifest manifest = resized(256);
    assertThat(ManifestJson.writeIndented(EarlierManifest.Version3.of(manifest)))
        .isEqualTo(RESIZED);
    assertThat(Manifest.parse(RESIZED, "manifest.json")).isEqualTo(manifest);
    assertThat(manifest.checksum()).isNotEqualTo(MANIFEST.checksum());
    assertThat(resized(255).checksum()).isNotEqualTo(manifest.checksum());
  }

  @Test
  void rejectsAShortSideThatIsNotOfItsVersion() {
    rejects(RESIZED.replace(" 256", " 0"), "short_side is 0 in version 3, expected 1 to 4096");
    rejects(RESIZED.replace(" 256", " 4097"), "short_side is 4097 in version 3");
    rejects(RESIZED.replace(" 256", " null"), "manifest.json, line 11 column");
    rejects(RESIZED.replace("  \"short_side\" : 256,\n", ""), "short_side");
    rejects(RESIZED.replace("\"schema_version\" : 3", "\"schema_version\" : 2"), "short_side");
  }

  @Test
  void hasTheChecksumOfItsFile() throws Exception {
    byte[] digest = Checksums.sha256().digest(JSON.getBytes(UTF_8));
    assertThat(MANIFEST.checksum()).isEqualTo(Checksums.hex(digest));
    // Spaces do not matter: it is of the content.
    assertThat(Manifest.parse(JSON.replace("\n", " "), "m").checksum())
        .isEqualTo(MANIFEST.checksum());
  }

  @Test
  void findsShardsAndRecordsOfASplit() {
    assertThat(MANIFEST.records(Split.TRAIN)).isEqualTo(5);
    assertThat(MANIFEST.records(Split.TEST)).isZero();
    assertThat(MANIFEST.shards(Split.TRAIN)).containsExactly(0);
    assertThat(MANIFEST.shards(Split.TEST)).isEmpty();
  }

  @Test
  void rejectsAnUnknownSchemaVersion() {
    rejects(
        JSON.replace("\"schema_version\" : 2", "\"schema_version\" : 5, \"new\" : 5"),
        "manifest.json: schema_version is 5, this program reads 2 to 4");
    rejects(JSON.replace("\"schema_version\" : 2,", ""), "schema_version is missing");
  }

  @Test
  void rejectsMalformedJsonInOneLine() {
    rejects(JSON.substring(0, 200), "manifest.json, line");
    rejects(JSON + "}", "manifest.json, line");
    rejects("", "schema_version is missing");
    rejects(JSON.replace("300", "\"300\""), "manifest.json, line");
    rejects(JSON.replace("300", "300.5"), "manifest.json, line");
    rejects(JSON.replace("\"train\"", "\"trian\""), "manifest.json, line");
  }

  @Test
  void rejectsMissingAndUnknownFields() {
    rejects(JSON.replace("  \"seed\" : -7,\n", ""), "seed");
    rejects(JSON.replace("\"length\" : 300,", ""), "length");
    rejects(JSON.replace("\"seed\" : -7", "\"seed\" : -7, \"sead\" : 7"), "sead");
    rejects(JSON.replace("[ \"cat\", \"dog\" ]", "null"), "classes");
    rejects(JSON.replace("[ \"cat\", \"dog\" ]", "[ ]"), "names of either classes or attributes");
    rejects(
        JSON.replace("\"attributes\" : [ ]", "\"attributes\" : [ \"Bald\" ]"),
        "names of either classes or attributes");
  }

  @Test
  void rejectsCountsThatDoNotAddUp() {
    rejects(
        JSON.replace(
            "\"split\" : \"train\",\n    \"records\" : 5", "\"split\":\"train\",\"records\":6"),
        "says that train has 6 records, its shards have 5");
    rejects(
        JSON.replace("\"records\" : 3", "\"records\" : 4"),
        "its blocks hold 6 records and end at byte 300, expected 5 and 300");
    rejects(JSON.replace("\"offset\" : 220", "\"offset\" : 219"), "a block begins at byte 219");
    rejects(JSON.replace("\"length\" : 300", "\"length\" : 301"), "expected 5 and 301");
  }

  @Test
  void rejectsFileNamesOutsideItsDirectory() {
    rejects(JSON.replace("train-00000", "../train-00000"), "is no name for a shard");
  }

  @Test
  void rejectsImpossibleChecksumsAndBlocks() {
    rejects(JSON.replace(SHA, "abc"), "SHA-256");
    rejects(JSON.replace("4294967295", "4294967296"), "is impossible");
    rejects(JSON.replace("\"bytes\" : 80", "\"bytes\" : -80"), "is impossible");
  }

  @Test
  void rejectsAMissingFile(@TempDir Path directory) {
    assertThatThrownBy(() -> Manifest.read(CONF, path(directory)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("manifest.json: cannot be opened");
    SmallDatasets.write(directory, "manifest.json", "{]".getBytes(UTF_8));
    assertThatThrownBy(() -> Manifest.read(CONF, path(directory)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("manifest.json, line 1 column");
  }

  @Test
  void carriesAnEntryAsText() {
    assertThat(ShardEntry.fromJson(SHARD.toJson())).isEqualTo(SHARD);
    assertThatThrownBy(() -> ShardEntry.fromJson("{}")).isInstanceOf(InvalidDataException.class);
  }

  private static Manifest resized(int shortSide) {
    return new Manifest(
        3,
        MANIFEST.dataset(),
        MANIFEST.classes(),
        MANIFEST.attributes(),
        MANIFEST.image(),
        shortSide,
        ImageSizes.UNKNOWN,
        FileCounts.UNKNOWN,
        MANIFEST.seed(),
        MANIFEST.splits(),
        MANIFEST.shards(),
        MANIFEST.rejected());
  }

  private static void rejects(String json, String message) {
    assertThatThrownBy(() -> Manifest.parse(json, "manifest.json"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
