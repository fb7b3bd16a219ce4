package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory with a folder a class and an image a file, in the order of their names. What begins
 * with a dot is passed over; what is no image is rejected.
 */
final class ClassFolders implements TrainingImages {
  private final FileSystem storage;
  private final Path path;
  private final List<FileStatus> entries;

  ClassFolders(FileSystem storage, Path path) throws IOException {
    this.storage = storage;
    this.path = path;
    entries = list(path);
  }

  boolean isEmpty() {
    return entries.stream().noneMatch(FileStatus::isDirectory);
  }

  /** Names of the folders, of which there must be one. */
  @Override
  public List<String> classes() {
    if (isEmpty()) {
      throw InvalidDataException.of("%s: holds no folder, expected one a class", path);
    }
    return entries.stream().filter(FileStatus::isDirectory).map(ClassFolders::name).toList();
  }

  /** The files beside the folders. */
  List<FileEntry> files() {
    return entries.stream()
        .filter(FileStatus::isFile)
        .map(file -> new FileEntry(name(file), 0, file.getLen()))
        .toList();
  }

  @Override
  public ImageList images(List<String> classes) throws IOException {
    ImageList images = new ImageList();
    for (FileStatus entry : entries) {
      if (entry.isDirectory()) {
        addFolder(entry.getPath(), label(entry, classes), images);
      } else {
        images.reject(id(name(entry)), "lies in no folder of a class");
      }
    }
    return images;
  }

  /** Ids begin with the directory's own name. */
  @Override
  public ImageStore store() {
    return new ImageDirectory(path.getParent());
  }

  private void addFolder(Path folder, int[] label, ImageList images) throws IOException {
    for (FileStatus file : list(folder)) {
      String id = id(folder.getName() + "/" + name(file));
      if (file.isFile()) {
        images.add(id, 0, file.getLen(), label);
      } else {
        images.reject(id, "is a directory, expected an image");
      }
    }
  }

  private int[] label(FileStatus folder, List<String> classes) {
    int label = classes.indexOf(name(folder));
    if (label < 0) {
      throw InvalidDataException.of(
          "%s: is no class that is trained on, expected one of the %,d folders beside it in train",
          folder.getPath(), classes.size());
    }
    return new int[] {label};
  }

  private String id(String below) {
    return path.getName() + "/" + below;
  }

  private List<FileStatus> list(Path directory) throws IOException {
    return Arrays.stream(storage.listStatus(directory))
        .filter(entry -> !name(entry).startsWith("."))
        .sorted(Comparator.comparing(ClassFolders::name))
        .toList();
  }

  private static String name(FileStatus entry) {
    return entry.getPath().getName();
  }
}
