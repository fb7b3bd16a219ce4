package org.abn.data.format;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Image files that are no dataset's: all that lie in a directory and in folders below, or one. The
 * class of an image is known where a folder that it lies in is named so.
 *
 * @param images called by their paths below the directory; empty where there are none
 * @param rejected what lies among them and is no image by its name or length
 */
public record ImageFiles(Optional<SourceFile> images, List<RejectedRecord> rejected) {

  /** The label of an image that has none. */
  public static final int UNKNOWN = -1;

  /** Copies the list. */
  public ImageFiles {
    rejected = List.copyOf(rejected);
  }

  /**
   * Lists image files, and reads none of them.
   *
   * @param conf Hadoop's configuration
   * @param path of a directory, or of an image file
   * @param classes names of the classes, in the order of their labels; may be empty
   * @throws InvalidDataException if there is nothing
   * @throws IOException if the file system fails
   */
  public static ImageFiles list(Configuration conf, Path path, List<String> classes)
      throws IOException {
    FileSystem storage = Storage.of(conf, path);
    FileStatus found = Storage.status(storage, path);
    boolean isOne = !found.isDirectory();
    Path place = new Path(path.toString()); // without the slash that a URI may end in
    Path root = storage.makeQualified(isOne ? place.getParent() : place);
    List<FileEntry> files =
        isOne
            ? List.of(FileEntry.of(found, place.getName()))
            : FolderListing.imagesBelow(storage, path, "", new FileTally());
    ImageList images = new ImageList();
    for (FileEntry file : files) {
      images.add(file, new int[] {label(root, file, classes)});
    }
    return new ImageFiles(
        images.files(Split.TEST, new ImageDirectory(root)).stream().findFirst(), images.rejected());
  }

  /** By the innermost folder of a class's name. */
  private static int label(Path root, FileEntry file, List<String> classes) {
    List<String> names = Arrays.asList((root.getName() + "/" + file.name()).split("/"));
    for (int i = names.size() - 2; i >= 0; i--) {
      int label = classes.indexOf(Normalizer.normalize(names.get(i), Normalizer.Form.NFC));
      if (label >= 0) {
        return label;
      }
    }
    return UNKNOWN;
  }
}
