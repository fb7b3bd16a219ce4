package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the checks of an image's structure against OpenCV's decoding, on damaged files of every
 * kind; the differences that are allowed are those of {@link VerdictDifference}. More files, and
 * how many there are of each difference in target/image-verdicts.txt:
 *
 * <pre>mvn test -pl abn-data -Dtest=ImageVerdictTest -Dabn.damaged-images=1000</pre>
 */
class ImageVerdictTest {
  /** Of each sound file, by each damage. */
  private static final int COPIES = Integer.getInteger("abn.damaged-images", 100);

  /** A PNG's chunk that is another, or there once too few or too often, has a right checksum. */
  private static final Set<PartDamage> WITH_CHECKSUM =
      EnumSet.of(PartDamage.CHANGED, PartDamage.REMOVED, PartDamage.REPEATED, PartDamage.MOVED);

  private static final int SEED = 20190618;

  /**
   * A damaged file.
   *
   * @param damage what was done to it
   * @param refusal why we refuse it, or nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Damaged(PartDamage damage, byte[] file, String refusal) {
    static Damaged of(byte[] sound, PartDamage damage, Random random) {
      byte[] once = damage.of(sound, random);
      byte[] file = random.nextInt(4) > 0 ? once : Mutations.of(once, random);
      try {
        return new Damaged(damage, file, ImageHeader.of(file).shape().known() ? "" : "unknown");
      } catch (InvalidDataException e) {
        return new Damaged(damage, file, e.getMessage());
      }
    }

    boolean isAccepted() {
      return refusal.isEmpty();
    }
  }

  @Test
  void agreesWithOpenCv(@TempDir Path directory) throws IOException, InterruptedException {
    List<Damaged> files = damaged();
    byte[] verdicts = OpenCvVerdicts.of(files.stream().map(Damaged::file).toList(), directory);
    Map<String, Integer> found = new TreeMap<>();
    for (int i = 0; i < verdicts.length; i++) {
      found.merge(compared(files.get(i), verdicts[i] == 1), 1, Integer::sum);
    }
    assertThat(found.get("both accept")).isGreaterThan(files.size() / 4);
    assertThat(found.get("both refuse")).isGreaterThan(files.size() / 4);
    Files.writeString(
        Path.of("target", "image-verdicts.txt"),
        found.entrySet().stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static List<Damaged> damaged() {
    Random random = new Random(SEED);
    List<Damaged> files = new ArrayList<>();
    for (byte[] sound : SoundImages.all().values()) {
      for (PartDamage damage : PartDamage.values()) {
        for (int i = 0; i < COPIES; i++) {
          files.add(Damaged.of(sound, damage, random));
        }
      }
    }
    return files;
  }

  private static String compared(Damaged damaged, boolean isDecoded) {
    if (damaged.isAccepted() == isDecoded) {
      return isDecoded ? "both accept" : "both refuse";
    }
    if (isDecoded) {
      return "we refuse " + VerdictDifference.of(damaged.file, damaged.refusal);
    }
    assertThat(damaged.file[0]).as("not of a JPEG").isNotEqualTo((byte) -1);
    assertThat(damaged.damage).isIn(WITH_CHECKSUM);
    return "we accept PIXELS_OF_ANOTHER_IMAGE";
  }
}
