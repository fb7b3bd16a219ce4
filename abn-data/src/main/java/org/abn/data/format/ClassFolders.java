package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * A directory with a folder a class and an image a file, in the order of their names. What is no
 * image is rejected.
 *
 * @param storage where it is
 * @param listing of the directory
 */
record ClassFolders(FileSystem storage, FolderListing listing) implements TrainingImages {
  /** Names of the folders, of which there must be one. */
  @Override
  public List<String> classes() {
    if (listing.folders().isEmpty()) {
      throw InvalidDataException.of("%s: holds no folder, expected one a class", listing.path());
    }
    return listing.folders().stream().map(folder -> folder.getPath().getName()).toList();
  }

  @Override
  public ImageList images(List<String> classes) throws IOException {
    ImageList images = new ImageList();
    for (FileStatus folder : listing.folders()) {
      addFolder(folder, label(folder, classes), images);
    }
    for (FileEntry file : listing.files()) {
      images.reject(file.name(), "lies in no folder of a class");
    }
    return images;
  }

  @Override
  public ImageStore store() {
    return listing.store();
  }

  private void addFolder(FileStatus folder, int[] label, ImageList images) throws IOException {
    for (FileStatus file : FolderListing.of(storage, folder.getPath()).entries()) {
      String id = listing.id(folder) + "/" + file.getPath().getName();
      if (file.isFile()) {
        images.add(id, 0, file.getLen(), label);
      } else {
        images.reject(id, "is a directory, expected an image");
      }
    }
  }

  private static int[] label(FileStatus folder, List<String> classes) {
    int label = classes.indexOf(folder.getPath().getName());
    if (label < 0) {
      throw InvalidDataException.of(
          "%s: is no class that is trained on, expected one of the %,d folders of train",
          folder.getPath(), classes.size());
    }
    return new int[] {label};
  }
}
