package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is in a folder by name, without what is passed over by its name.
 *
 * @param path the folder
 * @param entries its files and folders
 */
record FolderListing(Path path, List<FileStatus> entries) {
  /** Lists a folder; its files are counted. */
  static FolderListing of(FileSystem storage, Path path, FileTally tally) throws IOException {
    return of(storage, path, tally, tally::admits);
  }

  /** Lists a folder of images. */
  static FolderListing ofImages(FileSystem storage, Path path, FileTally tally) throws IOException {
    return of(storage, path, tally, tally::admitsImage);
  }

  private static FolderListing of(
      FileSystem storage, Path path, FileTally tally, Predicate<String> admitted)
      throws IOException {
    List<FileStatus> entries =
        Storage.list(storage, path).stream()
            .filter(entry -> isAdmitted(entry, tally, admitted))
            .toList();
    return new FolderListing(path, entries);
  }

  private static boolean isAdmitted(
      FileStatus entry, FileTally tally, Predicate<String> admittedFile) {
    String name = entry.getPath().getName();
    return entry.isDirectory() ? tally.admitsFolder(name) : admittedFile.test(name);
  }

  List<FileStatus> folders() {
    return entries.stream().filter(FileStatus::isDirectory).toList();
  }

  List<FileStatus> files() {
    return entries.stream().filter(entry -> !entry.isDirectory()).toList();
  }

  /** The files, called by the folder's name and their own. */
  List<FileEntry> fileEntries() {
    return files().stream().map(file -> FileEntry.of(file, id(file))).toList();
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
