package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files and folders in a directory that a user says holds a dataset. */
final class SourceDirectory {
  private final DatasetFormat format;
  private final FileSystem storage;
  private final Path path;
  private final TreeMap<String, FileStatus> files = new TreeMap<>();
  private final TreeMap<String, FileStatus> folders = new TreeMap<>();

  private SourceDirectory(DatasetFormat format, FileSystem storage, Path path) {
    this.format = format;
    this.storage = storage;
    this.path = path;
  }

  /** Lists a directory, or says that there is none. */
  static SourceDirectory list(DatasetFormat format, Configuration conf, Path path)
      throws IOException {
    SourceDirectory directory = new SourceDirectory(format, Storage.of(conf, path), path);
    if (!Storage.status(directory.storage, path).isDirectory()) {
      throw directory.fault("is a file, expected the directory of " + format.files());
    }
    for (FileStatus entry : directory.storage.listStatus(path)) {
      (entry.isFile() ? directory.files : directory.folders).put(entry.getPath().getName(), entry);
    }
    return directory;
  }

  FileSystem storage() {
    return storage;
  }

  /** The first of the names that there is a file of. */
  Optional<FileStatus> file(String... names) {
    return Arrays.stream(names).filter(files::containsKey).findFirst().map(files::get);
  }

  /**
   * A file or folder in one of several folders, or refuses a directory without it.
   *
   * @param name what it is called
   * @param inFolders paths below the directory, "." for itself, in the order to look
   */
  FileStatus require(String name, String... inFolders) throws IOException {
    return find(name, inFolders)
        .orElseThrow(
            () -> fault("lacks " + name + ", looked for in " + String.join(", ", inFolders)));
  }

  /** As {@link #require}, where it may be missing. */
  Optional<FileStatus> find(String name, String... inFolders) throws IOException {
    for (String folder : inFolders) {
      Path file = new Path(new Path(path, folder), name);
      if (storage.exists(file)) {
        return Optional.of(storage.getFileStatus(file));
      }
    }
    return Optional.empty();
  }

  /** The first of the names that there is a folder of. */
  Optional<FileStatus> folder(String... names) {
    return Arrays.stream(names).filter(folders::containsKey).findFirst().map(folders::get);
  }

  /** Refuses a directory without a folder. */
  Path requireFolder(String name) {
    return folder(name)
        .map(FileStatus::getPath)
        .orElseThrow(() -> fault("holds no folder " + name + ", expected " + format.files()));
  }

  /** Refuses a directory that holds none of a dataset's files, naming them. */
  void requireAny(List<String> expected) {
    if (expected.stream().noneMatch(files::containsKey)) {
      throw fault("holds none of the expected files " + String.join(", ", expected));
    }
  }

  /** Refuses a dataset without any file of a split. */
  void require(Split split, List<String> expected, List<SourceFile> found) {
    if (found.stream().noneMatch(file -> file.split() == split)) {
      throw fault("holds no " + split + " file, expected " + String.join(", ", expected));
    }
  }

  private InvalidDataException fault(String what) {
    return new InvalidDataException(format.publishedName() + ": " + path + " " + what);
  }
}
