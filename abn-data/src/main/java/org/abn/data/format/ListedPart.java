package org.abn.data.format;

import java.io.Serializable;
import java.util.List;

/** The files of a {@link SourcePart} by name, and what was counted as they were listed. */
public final class ListedPart implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<FileEntry> files;
  private final FileTally tally;

  ListedPart(List<FileEntry> files, FileTally tally) {
    this.files = List.copyOf(files);
    this.tally = tally;
  }

  List<FileEntry> files() {
    return files;
  }

  FileTally tally() {
    return tally;
  }
}
