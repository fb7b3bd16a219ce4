package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is in a folder by name, without what begins with a dot.
 *
 * @param path the folder
 * @param entries its files and folders
 */
record FolderListing(Path path, List<FileStatus> entries) {
  static FolderListing of(FileSystem storage, Path path) throws IOException {
    List<FileStatus> entries =
        Arrays.stream(storage.listStatus(path))
            .filter(entry -> !entry.getPath().getName().startsWith("."))
            .sorted(Comparator.comparing(entry -> entry.getPath().getName()))
            .toList();
    return new FolderListing(path, entries);
  }

  List<FileStatus> folders() {
    return entries.stream().filter(FileStatus::isDirectory).toList();
  }

  /** The files, called by the folder's name and their own. */
  List<FileEntry> files() {
    return entries.stream()
        .filter(FileStatus::isFile)
        .map(file -> new FileEntry(id(file), 0, file.getLen()))
        .toList();
  }

  /** What the entry's images are called by. */
  String id(FileStatus entry) {
    return path.getName() + "/" + entry.getPath().getName();
  }

  /** Where ids are paths from. */
  ImageStore store() {
    return new ImageDirectory(path.getParent());
  }
}
