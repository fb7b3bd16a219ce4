package org.abn.data.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why a file that lies among a dataset's is neither an image of it nor a fault: the rules by which
 * files are passed over, the same in folders and archives.
 */
public enum PassedOver {
  /** Begins with a dot, or lies in a folder that does. */
  HIDDEN("hidden"),
  /** A desktop, a network disk or a cluster left it there. */
  SYSTEM("left by a system"),
  /** A text, a table or a program beside images, by the end of its name. */
  NO_IMAGE("no image by its name"),
  /** The dataset's lists do not choose it. */
  UNLISTED("in no list"),
  /** The format has no use for a file or folder of this name. */
  NOT_READ("not read");

  private static final Set<String> SYSTEM_NAMES =
      Set.of(
          "thumbs.db", // Windows
          "ehthumbs.db",
          "desktop.ini",
          "$recycle.bin",
          "system volume information",
          "__macosx", // macOS, in its archives
          "icon\r",
          "@eadir", // Synology
          "@tmp",
          "#recycle",
          "#snapshot",
          "@recycle", // QNAP
          "@recently-snapshot",
          "lost+found", // ext4
          "_success", // Hadoop
          "_temporary");

  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(txt|md|rst|csv|tsv|json|jsonl|xml|ya?ml|html?|pdf|log|md5|sha1|sha256|mat|npy|npz"
              + "|pkl|pickle|py|ipynb|sh|db|url|lnk|lst|rec|idx|crc)|LICENSE|README|COPYING|Makefile",
          Pattern.CASE_INSENSITIVE);

  private final String rule;

  PassedOver(String rule) {
    this.rule = rule;
  }

  /**
   * The rule by which a name is no dataset's, wherever it lies.
   *
   * @param path a name, or several with slashes between
   * @return {@link #HIDDEN} or {@link #SYSTEM}, or empty
   */
  public static Optional<PassedOver> leftover(String path) {
    List<String> names = Arrays.asList(path.split("/"));
    if (names.stream().anyMatch(name -> SYSTEM_NAMES.contains(name.toLowerCase(Locale.ROOT)))) {
      return Optional.of(SYSTEM);
    }
    return names.stream().anyMatch(PassedOver::isHidden) ? Optional.of(HIDDEN) : Optional.empty();
  }

  /**
   * The rule by which a file among images is none of them.
   *
   * @param path its name, or several with slashes between
   * @return {@link #HIDDEN}, {@link #SYSTEM} or {@link #NO_IMAGE}, or empty
   */
  public static Optional<PassedOver> besideImages(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return leftover(path)
        .or(() -> TEXT.matcher(name).matches() ? Optional.of(NO_IMAGE) : Optional.empty());
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") && !name.equals(".") && !name.equals("..");
  }

  /** As manifests and messages have it. */
  @Override
  @JsonValue
  public String toString() {
    return rule;
  }
}
