package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The archive of training images: a tar archive a class, called by its WordNet id, in a tar
 * archive.
 *
 * @param files the images of each class, sorted by name
 * @param store the outer archive
 */
record ImageNetTrainingTar(SortedMap<String, List<FileEntry>> files, ImageStore store)
    implements TrainingImages {
  private static final String SUFFIX = ".tar";

  /** Reads the headers of all archives: as much as a file name and length an image. */
  static ImageNetTrainingTar open(FileSystem storage, FileStatus file, FileTally tally)
      throws IOException {
    TreeMap<String, List<FileEntry>> files = new TreeMap<>();
    try (FSDataInputStream in = Storage.open(storage, file.getPath())) {
      TarIndex index = new TarIndex(file.getPath(), in, tally);
      for (FileEntry inner : index.list(0, file.getLen())) {
        if (!inner.name().matches("n\\d{8}\\.tar")) {
          throw InvalidDataException.of(
              "%s: entry '%s' at byte %d, expected archives such as n01440764.tar",
              file.getPath(), inner.name(), inner.offset());
        }
        String wnid = inner.name().substring(0, inner.name().length() - SUFFIX.length());
        tally.use();
        files.put(wnid, index.list(inner.offset(), inner.offset() + inner.bytes()));
      }
    }
    return new ImageNetTrainingTar(files, new ImageTar(file.getPath()));
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
