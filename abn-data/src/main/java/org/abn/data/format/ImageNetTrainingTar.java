package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The archive of training images: a tar archive a class, called by its WordNet id, in a tar
 * archive.
 *
 * @param files the images of each class, sorted by name
 * @param store the outer archive
 */
record ImageNetTrainingTar(SortedMap<String, List<FileEntry>> files, ImageStore store)
    implements ClassImages {
  private static final String SUFFIX = ".tar";

  /**
   * Reads the headers of the outer archive here, and has those of the inner ones read: as much as a
   * file name and length an image.
   */
  static ImageNetTrainingTar open(SourceDirectory directory, FileStatus file, PartLister lister)
      throws IOException {
    Path path = file.getPath();
    List<FileEntry> archives = archives(directory, file);
    List<SourcePart> parts = new ArrayList<>();
    for (FileEntry inner : archives) {
      parts.add(new InnerTar(path, inner.offset(), inner.offset() + inner.bytes()));
    }
    List<ListedPart> listed = lister.list(parts);
    TreeMap<String, List<FileEntry>> files = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      files.put(wnid(archives.get(i)), listed.get(i).files());
      directory.tally().add(listed.get(i).tally());
    }
    return new ImageNetTrainingTar(files, new ImageTar(path));
  }

  private static List<FileEntry> archives(SourceDirectory directory, FileStatus file)
      throws IOException {
    Path path = file.getPath();
    try (FSDataInputStream in = Storage.open(directory.storage(), path)) {
      List<FileEntry> archives = new TarIndex(path, in, directory.tally()).list(0, file.getLen());
      for (FileEntry inner : archives) {
        if (!inner.name().matches("n\\d{8}\\.tar")) {
          throw InvalidDataException.of(
              "%s: entry '%s' at byte %d, expected archives such as n01440764.tar",
              path, inner.name(), inner.offset());
        }
        directory.tally().use();
      }
      return archives;
    }
  }

  private static String wnid(FileEntry archive) {
    return archive.name().substring(0, archive.name().length() - SUFFIX.length());
  }

  @Override
  public List<String> classes() {
    return List.copyOf(files.keySet());
  }

  @Override
  public ImageList images(List<String> classes) {
    ImageList images = new ImageList();
    for (String wnid : files.keySet()) {
      int[] label = {classes.indexOf(wnid)};
      for (FileEntry file : files.get(wnid)) {
        images.add(file.in(ImageNet.TRAIN + "/" + wnid), label);
      }
    }
    return images;
  }
}
