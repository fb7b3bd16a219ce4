package org.abn.data.format;

import java.util.List;
import org.abn.data.InvalidDataException;

/**
 * The validation images without class folders: sorted by name, the n-th has the n-th label of the
 * ground truth.
 *
 * @param truth the labels
 * @param entries the files, sorted by name
 * @param store where they are
 */
record ImageNetValidation(ImageNetTruth truth, List<FileEntry> entries, ImageStore store)
    implements ClassImages {
  ImageNetValidation {
    if (entries.size() != truth.size()) {
      throw InvalidDataException.of(
          "%s: has %,d lines, expected one for each of the %,d validation images in %s",
          truth.path(), truth.size(), entries.size(), store);
    }
  }

  @Override
  public List<String> classes() {
    return truth.classes();
  }

  @Override
  public ImageList images(List<String> classes) {
    ImageList images = new ImageList();
    for (int i = 0; i < entries.size(); i++) {
      FileEntry entry = entries.get(i);
      images.add(entry, truth.label(i, classes));
    }
    return images;
  }
}
