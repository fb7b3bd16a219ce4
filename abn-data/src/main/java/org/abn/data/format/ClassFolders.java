package org.abn.data.format;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;

/**
 * A directory with a folder a class and an image a file, in it or in folders below, in the order of
 * their names. What is no image is rejected.
 *
 * @param directory the dataset's
 * @param listing of the directory with the folders
 */
record ClassFolders(SourceDirectory directory, FolderListing listing) implements ClassImages {
  /** Names of the folders, of which there must be one. */
  @Override
  public List<String> classes() {
    if (listing.folders().isEmpty()) {
      throw InvalidDataException.of("%s: holds no folder, expected one a class", listing.path());
    }
    List<String> names = listing.folders().stream().map(ClassFolders::name).toList();
    requireDistinct(names);
    return names;
  }

  @Override
  public ImageList images(List<String> classes) throws IOException {
    ImageList images = new ImageList();
    for (FileStatus folder : listing.folders()) {
      int[] label = label(folder, classes);
      directory
          .imagesBelow(folder.getPath(), listing.id(folder))
          .forEach(file -> images.add(file, label));
    }
    for (FileEntry file : listing.fileEntries()) {
      images.reject(file.name(), "lies in no folder of a class");
    }
    return images;
  }

  @Override
  public ImageStore store() {
    return listing.store();
  }

  /** What accents are made of differs between systems, and does not make another class. */
  private static String name(FileStatus folder) {
    return Normalizer.normalize(folder.getPath().getName(), Normalizer.Form.NFC);
  }

  private void requireDistinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw InvalidDataException.of(
            "%s: holds two folders named %s, with accents in Unicode's two forms; move the images"
                + " into one",
            listing.path(), name);
      }
    }
  }

  private static int[] label(FileStatus folder, List<String> classes) {
    int label = classes.indexOf(name(folder));
    if (label < 0) {
      throw InvalidDataException.of(
          "%s: is none of the %,d classes, such as %s",
          folder.getPath(), classes.size(), classes.get(0));
    }
    return new int[] {label};
  }
}
