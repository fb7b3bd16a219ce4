package org.abn.data.format;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.FileCounts;
import org.abn.data.record.PassedOver;
import org.abn.data.record.PassedOverFiles;

/**
 * Counts the files of a source as they are seen, and what becomes of them. Images that are used or
 * rejected are counted where that is decided, so that the sum shows whether any was lost between.
 */
final class FileTally implements Serializable {
  private static final long serialVersionUID = 1;

  private final EnumMap<PassedOver, PassedOverFiles> passedOver = new EnumMap<>(PassedOver.class);
  private int seen;
  private int used;

  /** Counts a file, which may be used unless its name is no dataset's. */
  boolean admits(String name) {
    return admits(name, PassedOver.leftover(name));
  }

  /** Counts a file among images, which may be one of them. */
  boolean admitsImage(String name) {
    return admits(name, PassedOver.besideImages(name));
  }

  /** Counts a folder if it is passed over whole, as a file; the files in another are to count. */
  boolean admitsFolder(String name) {
    Optional<PassedOver> rule = PassedOver.leftover(name);
    return rule.isEmpty() || admits(name, rule);
  }

  private boolean admits(String name, Optional<PassedOver> rule) {
    seen++;
    rule.ifPresent(why -> passOver(name, why));
    return rule.isEmpty();
  }

  /** A file that a list names and that is not there. */
  void addMissing() {
    seen++;
  }

  /** A file that was admitted is read. */
  void use() {
    used++;
  }

  /** A folder that the format does not read. */
  void passOverFolder(String name) {
    seen++;
    passOver(name, PassedOver.NOT_READ);
  }

  /** Passes over a file that was admitted. */
  void passOver(String name, PassedOver rule) {
    passedOver.merge(rule, new PassedOverFiles(rule, 1, name), PassedOverFiles::and);
  }

  /** Adds what was counted elsewhere, as if it had been counted here now. */
  void add(FileTally other) {
    seen += other.seen;
    used += other.used;
    other.passedOver.forEach((rule, files) -> passedOver.merge(rule, files, PassedOverFiles::and));
  }

  /** All of it, with the images that are used or rejected. */
  FileCounts counts(int images, int rejected) {
    return new FileCounts(seen, used + images, rejected, List.copyOf(passedOver.values()));
  }
}
