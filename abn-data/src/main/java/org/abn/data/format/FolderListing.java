package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.abn.data.InvalidDataException;
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
  private static final int MOST_DEPTH = 32; // of folders in a folder of images

  /** Lists a folder; its files are counted. */
  static FolderListing of(FileSystem storage, Path path, FileTally tally) throws IOException {
    return of(storage, path, tally, tally::admits);
  }

  /** Lists a folder of images. */
  static FolderListing ofImages(FileSystem storage, Path path, FileTally tally) throws IOException {
    return of(storage, path, tally, tally::admitsImage);
  }

  /**
   * All files in a folder of images and below it, each called by its path behind the id.
   *
   * @param id of the folder; empty for names alone
   * @throws InvalidDataException if folders lie too deep in one another
   */
  static List<FileEntry> imagesBelow(FileSystem storage, Path folder, String id, FileTally tally)
      throws IOException {
    List<FileEntry> files = new ArrayList<>();
    addBelow(storage, folder, id, tally, MOST_DEPTH, files);
    return files;
  }

  private static void addBelow(
      FileSystem storage, Path folder, String id, FileTally tally, int depth, List<FileEntry> files)
      throws IOException {
    if (depth == 0) {
      throw InvalidDataException.of(
          "%s: lies more than %d folders deep; is a folder linked into itself?",
          folder, MOST_DEPTH);
    }
    for (FileStatus entry : ofImages(storage, folder, tally).entries()) {
      String name = entry.getPath().getName();
      String entryId = id.isEmpty() ? name : id + "/" + name;
      if (entry.isDirectory()) {
        addBelow(storage, entry.getPath(), entryId, tally, depth - 1, files);
      } else {
        files.add(FileEntry.of(entry, entryId));
      }
    }
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
