package org.abn.data.format;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.abn.data.record.PassedOver;

/** Files that a list chooses from: what the list lacks, or lacks a file, is rejected. */
final class ListedFiles {
  private final Map<String, FileEntry> unlisted;
  private final ImageStore store;
  private final FileTally tally;

  ListedFiles(List<FileEntry> files, ImageStore store, FileTally tally) {
    unlisted =
        files.stream()
            .collect(
                Collectors.toMap(
                    FileEntry::name, Function.identity(), (one, other) -> one, TreeMap::new));
    this.store = store;
    this.tally = tally;
  }

  ImageStore store() {
    return store;
  }

  /** Adds a listed image. */
  void addTo(ImageList images, String id, int[] labels) {
    FileEntry file = unlisted.remove(id);
    if (file == null) {
      tally.addMissing();
      images.reject(id, "is listed, but there is no such file");
    } else {
      images.add(file, labels);
    }
  }

  /** Passes over the files that no list has named. */
  void passOverOthers() {
    unlisted.keySet().forEach(id -> tally.passOver(id, PassedOver.UNLISTED));
  }

  /** Rejects the files that no list has named. */
  void rejectOthers(ImageList images) {
    unlisted.keySet().forEach(id -> images.reject(id, "is in no list"));
  }
}
